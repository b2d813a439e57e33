// OpenTimelineIO's own JSON: Timeline.1, Stack.1, Track.1, Clip.2, Gap.1, ExternalReference.1. All times are
// at the film's rate, but those of a file with a timecode, which are at its own and begin with it. A clip's
// drift is a LinearTimeWarp.1 where it would show.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "edit/words.h"
#include "edit/writers.h"

namespace firstchair::edit {
namespace {

using Json = nlohmann::ordered_json;

class Otio {
 public:
  explicit Otio(const EditList& list) : list_(list), rate_(list.rate.per_second()) {}

  Json timeline() const {
    Json stack = item("Stack.1", "tracks");
    stack["children"] = Json::array();
    for (const Track& track : list_.tracks) stack["children"].push_back(track_of(track));
    for (const Remark& remark : list_.remarks) {
      stack["markers"].push_back({{"OTIO_SCHEMA", "Marker.2"},
                                  {"name", safe(remark.text)},
                                  {"color", "RED"},
                                  {"comment", ""},
                                  {"marked_range", range(remark.frame, 0)},
                                  {"metadata", Json::object()}});
    }
    return {{"OTIO_SCHEMA", "Timeline.1"},
            {"name", safe(list_.title)},
            {"global_start_time", nullptr},
            {"metadata", Json::object()},
            {"tracks", std::move(stack)}};
  }

 private:
  static Json time(double frames, double rate) {
    return {{"OTIO_SCHEMA", "RationalTime.1"}, {"rate", rate}, {"value", frames}};
  }
  static Json range(std::int64_t start, double frames, double rate) {
    return {{"OTIO_SCHEMA", "TimeRange.1"},
            {"duration", time(frames, rate)},
            {"start_time", time(static_cast<double>(start), rate)}};
  }
  Json range(std::int64_t start, std::int64_t frames) const {
    return range(start, static_cast<double>(frames), rate_);
  }
  static Json item(const char* schema, const std::string& name) {
    return {{"OTIO_SCHEMA", schema},    {"name", safe(name)},       {"enabled", true},
            {"effects", Json::array()}, {"markers", Json::array()}, {"metadata", Json::object()},
            {"source_range", nullptr}};
  }

  Json track_of(const Track& track) const {
    Json out = item("Track.1", track.name);
    out["kind"] = track.sound ? "Audio" : "Video";
    out["children"] = Json::array();
    for (const Event& event : track.events)
      out["children"].push_back(event.media < 0 ? gap_of(event) : clip_of(track, event));
    return out;
  }
  Json gap_of(const Event& event) const {
    Json out = item("Gap.1", "");
    out["source_range"] = range(0, event.frames());
    return out;
  }
  Json clip_of(const Track& track, const Event& event) const {
    const Media& media = list_.media[static_cast<std::size_t>(event.media)];
    Json out = item("Clip.2", media.name);
    const double rate = media.timecode ? media.counted().per_second() : rate_;
    const std::int64_t in = first_frame(track, event.source_s, rate);
    const double frames = static_cast<double>(event.frames()) * (rate == rate_ ? 1 : rate / rate_);
    out["source_range"] = range(media.before() + in, frames, rate);
    const double all = std::max(static_cast<double>(frame_at(media.length_s, rate)),
                                std::ceil(static_cast<double>(in) + frames - 1e-6));
    out["media_references"] = {{"DEFAULT_MEDIA",
                                {{"OTIO_SCHEMA", "ExternalReference.1"},
                                 {"name", safe(media.name)},
                                 {"target_url", file_url(media.path)},
                                 {"available_range", range(media.before(), all, rate)},
                                 {"available_image_bounds", nullptr},
                                 {"metadata", Json::object()}}}};
    out["active_media_reference_key"] = "DEFAULT_MEDIA";
    if (!event.why.empty()) out["metadata"]["firstchair"] = {{"why", safe(event.why)}};
    if (needs_retiming(event)) {
      out["effects"].push_back({{"OTIO_SCHEMA", "LinearTimeWarp.1"},
                                {"name", "drift"},
                                {"effect_name", "LinearTimeWarp"},
                                {"enabled", true},
                                {"metadata", Json::object()},
                                {"time_scalar", 1 / (1 + event.slope)}});
    }
    return out;
  }

  const EditList& list_;
  double rate_;
};

}  // namespace

std::string write_otio(const EditList& list) {
  return Otio(list).timeline().dump(1) + "\n";
}

}  // namespace firstchair::edit
