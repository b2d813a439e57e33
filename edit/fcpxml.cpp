// FCPXML 1.9: times are fractions of a second. The first track of a cut is the storyline, everything else is
// connected to its first clip; where tracks are stacked all are connected to a gap as long as the film.
#include <array>
#include <cmath>
#include <numeric>

#include "edit/writers.h"
#include "edit/xml.h"

namespace firstchair::edit {
namespace {

using pugi::xml_node;

// The rates that Final Cut has a name for.
constexpr std::array<std::pair<double, const char*>, 10> kRates{{{24000 / 1001., "23.98"},
                                                                 {24, "24"},
                                                                 {25, "25"},
                                                                 {30000 / 1001., "29.97"},
                                                                 {30, "30"},
                                                                 {48000 / 1001., "47.95"},
                                                                 {48, "48"},
                                                                 {50, "50"},
                                                                 {60000 / 1001., "59.94"},
                                                                 {60, "60"}}};

// A Time is a fraction of a second, as this format writes them.
struct Time {
  std::int64_t over = 0, under = 1;

  std::string text() const {
    return over == 0 ? "0s" : std::to_string(over) + "/" + std::to_string(under) + "s";
  }
  double seconds() const { return static_cast<double>(over) / static_cast<double>(under); }
  static Time of_seconds(double seconds) { return {std::llround(seconds * 720000), 720000}; }
  Time operator+(const Time& other) const {
    const std::int64_t common = std::lcm(under, other.under);
    // Final Cut reads denominators of 32 bits.
    if (common > INT32_MAX) return of_seconds(seconds() + other.seconds());
    return {over * (common / under) + other.over * (common / other.under), common};
  }
};
Time time_of(std::int64_t frames, const cut::FrameRate& rate) {
  return {frames * rate.denominator, rate.numerator};
}

class Fcpxml {
 public:
  explicit Fcpxml(const EditList& list) : list_(list) {}

  std::string bytes() {
    pugi::xml_document document;
    document.append_child(pugi::node_doctype).set_value("fcpxml");
    xml_node root = document.append_child("fcpxml");
    set(root, "version", "1.9");
    resources(root.append_child("resources"));
    xml_node project = root.append_child("library").append_child("event");
    set(project, "name", list_.title);
    project = project.append_child("project");
    set(project, "name", list_.title);
    xml_node sequence = project.append_child("sequence");
    set(sequence, "format", "film");
    set(sequence, "duration", time(list_.frames).text());
    set(sequence, "tcStart", "0s");
    set(sequence, "tcFormat", "NDF");
    set(sequence, "audioLayout", "stereo");
    set(sequence, "audioRate", "48k");
    spine(sequence.append_child("spine"));
    return bytes_of(document);
  }

 private:
  Time time(std::int64_t frames) const { return time_of(frames, list_.rate); }
  static void add_format(xml_node parent, const std::string& id, const cut::FrameRate& rate, int width,
                         int height) {
    xml_node format = parent.append_child("format");
    set(format, "id", id);
    set(format, "frameDuration", time_of(1, rate).text());
    if (width > 0) {
      set(format, "width", width);
      set(format, "height", height);
    }
    set(format, "colorSpace", "1-1-1 (Rec. 709)");
  }

  // A file's own time begins with its timecode, by the clock.
  static Time begins(const Media& media) {
    return media.timecode ? time_of(media.timecode->frame, media.timecode->rate) : Time();
  }

  void resources(xml_node node) const {
    add_format(node, "film", list_.rate, list_.width, list_.height);
    for (std::size_t m = 0; m < list_.media.size(); ++m) {
      const Media& media = list_.media[m];
      const std::string number = std::to_string(m + 1);
      if (media.picture) add_format(node, "format" + number, media.rate, media.width, media.height);
      xml_node asset = node.append_child("asset");
      set(asset, "id", "asset" + number);
      set(asset, "name", media.name);
      set(asset, "start", begins(media).text());
      set(asset, "duration", Time::of_seconds(media.length_s).text());
      if (media.picture) {
        set(asset, "hasVideo", 1);
        set(asset, "format", "format" + number);
        set(asset, "videoSources", 1);
      }
      if (media.sound) {
        set(asset, "hasAudio", 1);
        set(asset, "audioSources", 1);
        set(asset, "audioChannels", 2);
      }
      xml_node file = asset.append_child("media-rep");
      set(file, "kind", "original-media");
      set(file, "src", file_url(media.path));
    }
  }

  // Adds an event to the storyline, or, where it has a lane, to what it is connected to. `start` becomes when
  // its own time begins, which what is connected to it is counted from.
  xml_node clip(xml_node parent, const Event& event, const Time& offset, int lane, bool sound, Time& start) {
    if (event.media < 0) {
      xml_node gap = parent.append_child("gap");
      set(gap, "name", "Gap");
      set(gap, "offset", offset.text());
      set(gap, "start", (start = Time()).text());
      set(gap, "duration", time(event.frames()).text());
      return gap;
    }
    const Media& media = list_.media[static_cast<std::size_t>(event.media)];
    const bool retimed = needs_retiming(event);
    const cut::FrameRate& rate = media.picture ? media.rate : list_.rate;
    const Time first = begins(media);
    start = retimed || sound ? Time::of_seconds(event.source_s * (retimed ? 1 + event.slope : 1))
                             : time_of(frame_at(event.source_s, rate.per_second()), rate);
    if (media.timecode) start = first + start;
    xml_node node = parent.append_child("asset-clip");
    set(node, "ref", "asset" + std::to_string(event.media + 1));
    if (lane != 0) set(node, "lane", lane);
    set(node, "offset", offset.text());
    set(node, "name", media.name);
    set(node, "start", start.text());
    set(node, "duration", time(event.frames()).text());
    if (media.picture) set(node, "format", "format" + std::to_string(event.media + 1));
    set(node, "tcFormat", media.timecode && media.timecode->drop ? "DF" : "NDF");
    if (media.picture) set(node, "srcEnable", sound ? "audio" : "video");
    if (sound) set(node, "audioRole", "music");
    if (!sound) conform(node, rate);
    if (retimed) {
      xml_node map = node.append_child("timeMap");
      timept(map, first, first);
      timept(map, first + Time::of_seconds(media.length_s * (1 + event.slope)),
             first + Time::of_seconds(media.length_s));
    }
    return node;
  }
  // Another rate than the film's is not to change the clip's speed.
  void conform(xml_node node, const cut::FrameRate& rate) const {
    if (rate == list_.rate) return;
    for (const auto& [per_second, name] : kRates) {
      if (std::abs(rate.per_second() - per_second) > .005) continue;
      xml_node conformed = node.append_child("conform-rate");
      set(conformed, "scaleEnabled", 0);
      set(conformed, "srcFrameRate", name);
    }
  }
  static void timept(xml_node map, const Time& time, const Time& value) {
    xml_node point = map.append_child("timept");
    set(point, "time", time.text());
    set(point, "value", value.text());
    set(point, "interp", "linear");
  }
  void marker(xml_node clip, const Time& start, const std::string& text) const {
    xml_node node = clip.append_child("marker");
    set(node, "start", start.text());
    set(node, "duration", time(1).text());
    set(node, "value", text);
  }

  void spine(xml_node node) {
    std::vector<const Track*> pictures, sounds;
    for (const Track& track : list_.tracks) (track.sound ? sounds : pictures).push_back(&track);
    if (pictures.size() == 1) {
      bool first = true;
      for (const Event& event : pictures[0]->events) {
        Time start;
        xml_node added = clip(node, event, time(event.from), 0, false, start);
        if (first) connect(added, sounds, start, -1);
        first = false;
        if (!event.why.empty()) marker(added, start, event.why);
      }
      return;
    }
    Time start;
    xml_node gap = clip(node, {.to = list_.frames}, {}, 0, false, start);
    for (std::size_t t = 0; t < pictures.size(); ++t)
      connect(gap, {pictures[t]}, {}, static_cast<int>(t) + 1);
    connect(gap, sounds, {}, -1);
    for (const Remark& remark : list_.remarks) marker(gap, time(remark.frame), remark.text);
  }
  // Connects tracks that begin with the film to its first clip, in the clip's own time.
  void connect(xml_node to, const std::vector<const Track*>& tracks, const Time& start, int lane) {
    for (const Track* track : tracks) {
      for (const Event& event : track->events) {
        if (event.media < 0) continue;
        Time own;
        clip(to, event, start + time(event.from), lane, track->sound, own);
      }
      lane += lane < 0 ? -1 : 0;
    }
  }

  const EditList& list_;
};

}  // namespace

std::string write_fcpxml(const EditList& list) {
  return Fcpxml(list).bytes();
}

}  // namespace firstchair::edit
