// Final Cut Pro 7's XML, version 4, which Premiere and Resolve read. A clip's in and out are counted from its
// file's first picture, and like its place on the track in the sequence's rate, which its own <rate> says:
// Premiere and Resolve take them so whatever stands there. The file's timecode stands in <file>.
#include <cmath>

#include "edit/writers.h"
#include "edit/xml.h"

namespace firstchair::edit {
namespace {

using pugi::xml_node;

// A rate as this format has it: a whole number of frames, 1000/1001 as fast where it is NTSC's.
struct Base {
  explicit Base(const cut::FrameRate& rate) {
    const double exact = rate.per_second();
    timebase = std::max(1, static_cast<int>(std::lround(exact)));
    ntsc = std::abs(exact - timebase * 1000 / 1001.) < std::abs(exact - timebase);
    per_second = ntsc ? timebase * 1000 / 1001. : timebase;
  }
  int timebase = 30;
  bool ntsc = false;
  double per_second = 30;
};

void add_rate(xml_node parent, const Base& base) {
  xml_node rate = parent.append_child("rate");
  add_text(rate, "timebase", base.timebase);
  add_text(rate, "ntsc", base.ntsc ? "TRUE" : "FALSE");
}

class Xmeml {
 public:
  explicit Xmeml(const EditList& list) : list_(list), base_(list.rate), told_(list.media.size(), false) {}

  std::string bytes() {
    pugi::xml_document document;
    document.append_child(pugi::node_doctype).set_value("xmeml");
    xml_node root = document.append_child("xmeml");
    set(root, "version", "4");
    xml_node sequence = root.append_child("sequence");
    set(sequence, "id", "film");
    add_text(sequence, "name", list_.title);
    add_text(sequence, "duration", list_.frames);
    add_rate(sequence, base_);
    xml_node code = sequence.append_child("timecode");
    add_rate(code, base_);
    add_text(code, "string", "00:00:00:00");
    add_text(code, "frame", 0);
    add_text(code, "displayformat", "NDF");
    xml_node media = sequence.append_child("media"), video = media.append_child("video");
    xml_node form = video.append_child("format").append_child("samplecharacteristics");
    add_rate(form, base_);
    add_size(form, list_.width, list_.height);
    xml_node audio = media.append_child("audio");
    for (const Track& track : list_.tracks) add_track(track.sound ? audio : video, track);
    for (const Remark& remark : list_.remarks) {
      xml_node marker = sequence.append_child("marker");
      add_text(marker, "name", remark.text);
      add_text(marker, "comment", "");
      add_text(marker, "in", remark.frame);
      add_text(marker, "out", -1);
    }
    return bytes_of(document);
  }

 private:
  static void add_size(xml_node parent, int width, int height) {
    add_text(parent, "width", width);
    add_text(parent, "height", height);
    add_text(parent, "anamorphic", "FALSE");
    add_text(parent, "pixelaspectratio", "square");
    add_text(parent, "fielddominance", "none");
  }

  void add_file(xml_node clip, int index) {
    const Media& media = list_.media[static_cast<std::size_t>(index)];
    xml_node file = clip.append_child("file");
    set(file, "id", "file-" + std::to_string(index + 1));
    if (told_[static_cast<std::size_t>(index)]) return;
    told_[static_cast<std::size_t>(index)] = true;
    const Base base(media.rate);
    add_text(file, "name", media.name);
    add_text(file, "pathurl", file_url(media.path, "localhost"));
    add_rate(file, base);
    add_text(file, "duration", std::max<std::int64_t>(1, frame_at(media.length_s, base.per_second)));
    if (media.timecode) {
      xml_node code = file.append_child("timecode");
      add_rate(code, Base(media.timecode->rate));
      add_text(code, "string", cut::text_of(*media.timecode));
      add_text(code, "frame", media.timecode->frame);
      add_text(code, "displayformat", media.timecode->drop ? "DF" : "NDF");
    }
    xml_node has = file.append_child("media");
    if (media.picture) {
      xml_node picture = has.append_child("video").append_child("samplecharacteristics");
      add_rate(picture, base);
      if (media.width > 0) add_size(picture, media.width, media.height);
    }
    if (media.sound) add_text(has.append_child("audio"), "channelcount", 2);
  }

  void add_track(xml_node parent, const Track& track) {
    xml_node node = parent.append_child("track");
    for (const Event& event : track.events) {
      if (event.media < 0) continue;
      const Media& media = list_.media[static_cast<std::size_t>(event.media)];
      const std::int64_t in = first_frame(track, event.source_s, base_.per_second);
      const double source_frames = static_cast<double>(event.frames()) / (1 + event.slope);
      const std::int64_t frames = std::max<std::int64_t>(1, std::llround(source_frames));
      xml_node clip = node.append_child("clipitem");
      set(clip, "id", "clipitem-" + std::to_string(++clips_));
      add_text(clip, "name", media.name);
      add_text(clip, "enabled", "TRUE");
      add_text(clip, "duration", std::max(frame_at(media.length_s, base_.per_second), in + frames));
      add_rate(clip, base_);
      add_text(clip, "start", event.from);
      add_text(clip, "end", event.to);
      add_text(clip, "in", in);
      add_text(clip, "out", in + frames);
      add_file(clip, event.media);
      if (track.sound) {
        xml_node source = clip.append_child("sourcetrack");
        add_text(source, "mediatype", "audio");
        add_text(source, "trackindex", 1);
      }
      if (needs_retiming(event)) add_speed(clip, event, track.sound);
      if (!event.why.empty()) add_text(clip.append_child("comments"), "mastercomment1", event.why);
    }
    add_text(node, "enabled", "TRUE");
    add_text(node, "locked", "FALSE");
  }

  static void add_speed(xml_node clip, const Event& event, bool sound) {
    xml_node effect = clip.append_child("filter").append_child("effect");
    add_text(effect, "name", "Time Remap");
    add_text(effect, "effectid", "timeremap");
    add_text(effect, "effectcategory", "motion");
    add_text(effect, "effecttype", "motion");
    add_text(effect, "mediatype", sound ? "audio" : "video");
    xml_node parameter = effect.append_child("parameter");
    add_text(parameter, "parameterid", "speed");
    add_text(parameter, "name", "speed");
    add_text(parameter, "valuemin", -100000);
    add_text(parameter, "valuemax", 100000);
    add_text(parameter, "value", number_text(100 / (1 + event.slope)));
  }

  const EditList& list_;
  Base base_;
  std::vector<bool> told_;
  int clips_ = 0;
};

}  // namespace

std::string write_xmeml(const EditList& list) {
  return Xmeml(list).bytes();
}

}  // namespace firstchair::edit
