// MLT XML as Shotcut and Kdenlive open it and melt renders it: a chain a file, a playlist a track, one
// tractor over a black background. Cameras are silent, the sound has a track of its own.
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>

#include "edit/writers.h"
#include "edit/xml.h"

namespace firstchair::edit {
namespace {

using pugi::xml_node;

class Mlt {
 public:
  explicit Mlt(const EditList& list) : list_(list), rate_(list.rate.per_second()) {}

  std::string bytes() {
    pugi::xml_document document;
    root_ = document.append_child("mlt");
    set(root_, "LC_NUMERIC", "C");
    set(root_, "version", "7.12.0");
    set(root_, "title", list_.title);
    set(root_, "producer", "main_bin");
    profile();
    bin();
    background();
    for (std::size_t t = 0; t < list_.tracks.size(); ++t) playlist(list_.tracks[t], t);
    tractor();
    return bytes_of(document);
  }

 private:
  xml_node add_node(const char* name, const std::string& id) {
    xml_node node = root_.append_child(name);
    set(node, "id", id);
    return node;
  }
  void profile() {
    const int common = std::max(1, std::gcd(list_.width, list_.height));
    xml_node node = root_.append_child("profile");
    set(node, "description", "firstchair");
    set(node, "width", list_.width);
    set(node, "height", list_.height);
    set(node, "progressive", 1);
    set(node, "sample_aspect_num", 1);
    set(node, "sample_aspect_den", 1);
    set(node, "display_aspect_num", list_.width / common);
    set(node, "display_aspect_den", list_.height / common);
    set(node, "frame_rate_num", list_.rate.numerator);
    set(node, "frame_rate_den", list_.rate.denominator);
    set(node, "colorspace", 709);
  }
  // The files, as Kdenlive's bin and Shotcut's playlist hold them. Kdenlive takes no clip of a track whose id
  // is not in its bin, and asks for the version of what it reads.
  void bin() {
    for (std::size_t m = 0; m < list_.media.size(); ++m) {
      const Media& media = list_.media[m];
      xml_node node = add_node("chain", "bin" + std::to_string(m));
      const std::int64_t length = length_of(m);
      set(node, "out", length - 1);
      add_property(node, "length", std::to_string(length));
      add_property(node, "eof", "pause");
      add_property(node, "resource", media.path);
      add_property(node, "mlt_service", "avformat-novalidate");
      add_property(node, "shotcut:caption", media.name);
      add_property(node, "kdenlive:clipname", media.name);
      add_property(node, "kdenlive:folderid", "-1");
      add_property(node, "kdenlive:id", bin_id(m));
    }
    xml_node all = add_node("playlist", "main_bin");
    add_property(all, "xml_retain", "1");
    add_property(all, "kdenlive:docproperties.version", "1.04");
    if (!list_.remarks.empty()) add_property(all, "kdenlive:docproperties.guides", guides());
    for (std::size_t m = 0; m < list_.media.size(); ++m)
      entry(all, "bin" + std::to_string(m), 0, length_of(m));
  }
  // Remarks as Kdenlive has them: a list in JSON.
  std::string guides() const {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const Remark& remark : list_.remarks)
      all.push_back({{"comment", safe(remark.text)}, {"pos", remark.frame}, {"type", 0}});
    return all.dump();
  }
  // And as Shotcut has them.
  void markers(xml_node parent) const {
    if (list_.remarks.empty()) return;
    xml_node all = parent.append_child("properties");
    set(all, "name", "shotcut:markers");
    for (std::size_t r = 0; r < list_.remarks.size(); ++r) {
      const Remark& remark = list_.remarks[r];
      xml_node one = all.append_child("properties");
      set(one, "name", static_cast<std::int64_t>(r));
      add_property(one, "text", remark.text);
      const std::string at = clock(static_cast<double>(remark.frame) / rate_);
      add_property(one, "start", at);
      add_property(one, "end", at);
      add_property(one, "color", "#008000");
    }
  }
  static std::string clock(double s) {
    const auto minutes = static_cast<long>(s / 60);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%02ld:%02ld:%06.3f", minutes / 60, minutes % 60,
                  s - 60. * static_cast<double>(minutes));
    return text.data();
  }
  std::int64_t length_of(std::size_t media) const {
    return std::max<std::int64_t>(1, frame_at(list_.media[media].length_s, rate_));
  }
  static std::string bin_id(std::size_t media) { return std::to_string(media + 2); }  // 1 is the bin's own
  void background() {
    xml_node black = add_node("producer", "black");
    set(black, "in", 0);
    set(black, "out", list_.frames - 1);
    add_property(black, "length", std::to_string(list_.frames));
    add_property(black, "eof", "pause");
    add_property(black, "resource", "0");
    add_property(black, "aspect_ratio", "1");
    add_property(black, "mlt_service", "color");
    add_property(black, "mlt_image_format", "rgba");
    add_property(black, "set.test_audio", "0");
    entry(add_node("playlist", "background"), "black", 0, list_.frames);
  }
  static void entry(xml_node playlist, const std::string& producer, std::int64_t in, std::int64_t frames) {
    xml_node node = playlist.append_child("entry");
    set(node, "producer", producer);
    set(node, "in", in);
    set(node, "out", in + frames - 1);
  }

  // Adds what an event plays and returns its id. A file that is played as it is, is there once a track.
  std::string source(const Track& track, std::size_t number, const Event& event, std::int64_t& in) {
    const Media& media = list_.media[static_cast<std::size_t>(event.media)];
    const double speed = needs_retiming(event) ? 1 / (1 + event.slope) : 1;
    in = first_frame(track, event.source_s / speed, rate_);
    const std::string key = std::to_string(number) + "-" + std::to_string(event.media);
    std::string id = "file" + key;
    if (speed != 1) id += "-" + std::to_string(event.from);
    if (root_.find_child_by_attribute("id", id.c_str())) return id;
    const std::int64_t length = std::max(frame_at(media.length_s / speed, rate_), in + event.frames());
    xml_node node = root_.insert_child_before(speed == 1 ? "chain" : "producer", root_.last_child());
    set(node, "id", id);
    set(node, "out", length - 1);
    add_property(node, "length", std::to_string(length));
    add_property(node, "eof", "pause");
    if (speed == 1) {
      add_property(node, "resource", media.path);
      add_property(node, "mlt_service", "avformat-novalidate");
    } else {
      add_property(node, "resource", number_text(speed) + ":" + media.path);
      add_property(node, "mlt_service", "timewarp");
      add_property(node, "warp_speed", number_text(speed));
      add_property(node, "warp_resource", media.path);
      add_property(node, "warp_pitch", "0");
    }
    add_property(node, track.sound ? "video_index" : "audio_index", "-1");
    add_property(node, "shotcut:caption", media.name);
    add_property(node, "kdenlive:clipname", media.name);
    add_property(node, "kdenlive:id", bin_id(static_cast<std::size_t>(event.media)));
    return id;
  }

  void playlist(const Track& track, std::size_t number) {
    xml_node node = add_node("playlist", "playlist" + std::to_string(number));
    add_property(node, track.sound ? "shotcut:audio" : "shotcut:video", "1");
    add_property(node, "shotcut:name", track.name);
    if (track.sound) add_property(node, "kdenlive:audio_track", "1");
    add_property(node, "kdenlive:track_name", track.name);
    for (const Event& event : track.events) {
      if (event.media < 0) {
        set(node.append_child("blank"), "length", event.frames());
        continue;
      }
      std::int64_t in = 0;
      const std::string id = source(track, number, event, in);
      entry(node, id, in, event.frames());
    }
  }

  void tractor() {
    xml_node node = add_node("tractor", "film");
    set(node, "in", 0);
    set(node, "out", list_.frames - 1);
    add_property(node, "shotcut", "1");
    markers(node);
    set(node.append_child("track"), "producer", "background");
    for (std::size_t t = 0; t < list_.tracks.size(); ++t) {
      xml_node track = node.append_child("track");
      set(track, "producer", "playlist" + std::to_string(t));
      set(track, "hide", list_.tracks[t].sound ? "video" : "audio");
    }
    for (std::size_t t = 0; t < list_.tracks.size(); ++t) {
      if (!list_.tracks[t].sound) continue;
      xml_node mix = node.append_child("transition");
      set(mix, "id", "mix" + std::to_string(t));
      add_property(mix, "a_track", "0");
      add_property(mix, "b_track", std::to_string(t + 1));
      add_property(mix, "mlt_service", "mix");
      add_property(mix, "always_active", "1");
      add_property(mix, "sum", "1");
      add_property(mix, "internal_added", "237");  // Kdenlive: it is no transition of the user's
    }
  }

  const EditList& list_;
  double rate_;
  xml_node root_;
};

}  // namespace

std::string write_mlt(const EditList& list) {
  return Mlt(list).bytes();
}

}  // namespace firstchair::edit
