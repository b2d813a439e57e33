#include "edit/take_read.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <nlohmann/json.hpp>

namespace firstchair::edit {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostValues = 10'000'000, kMostName = 4096;
constexpr int kMostDepth = 8;
constexpr double kMostFrames = 1e15, kMostTicks = 1e15;

// Parses a text that may be anything, and keeps of it what is read here. Null: it is no JSON.
Json parsed(const std::string& text, bool& too_much) {
  std::size_t values = 0;
  const auto keep = [&](int depth, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::key) {
      if (depth != 1) return !too_much;
      const auto& name = value.get_ref<const std::string&>();
      return name == "format" || name == "format_version" || name == "source" || name == "reading" ||
             name == "chart" || name == "hits";
    }
    too_much = too_much || ++values > kMostValues || depth > kMostDepth;
    return !too_much;
  };
  Json json = Json::parse(text, keep, false);
  return json.is_discarded() || too_much ? Json() : json;
}

// Reads one value after another and keeps the place of the first that cannot be.
class TakeReader {
 public:
  const std::string& wrong() const { return wrong_; }

  ReadTake take(const Json& json) {
    ReadTake take;
    const Json& source = member(json, "source");
    take.source.name = text(source, "name");
    const std::string kind = text(source, "kind");
    if (kind != "audio" && kind != "midi") fail("source.kind");
    take.source.kind = kind == "midi" ? SourceKind::midi : SourceKind::audio;
    take.source.rate = number(source, "rate", 1, 1e7);
    take.source.channels = static_cast<int>(number(source, "channels", 0, 4096));
    take.source.length = static_cast<Frames>(number(source, "length", 0, kMostFrames));
    for (const Json& hit : list(json, "hits")) {
      take.hits.push_back(this->hit(hit));
      if (take.hits.size() > 1 && take.hits.back().frame < take.hits[take.hits.size() - 2].frame)
        fail("hits: their order");
      if (!wrong_.empty()) return take;
    }
    const Json& reading = member(json, "reading");
    const auto is = [&](const char* name, bool otherwise) {
      const auto at = reading.find(name);
      return at != reading.end() && at->is_boolean() ? at->get<bool>() : otherwise;
    };
    if (wrong_.empty() && is("chart_given", false) && is("chart_played", true))
      take.chart = chart(member(json, "chart"));
    return take;
  }

 private:
  void fail(const std::string& where) {
    if (wrong_.empty()) wrong_ = where;
  }
  const Json& member(const Json& parent, const char* name) {
    static const Json none = Json::object();
    if (parent.is_object())
      if (const auto at = parent.find(name); at != parent.end() && at->is_object()) return *at;
    fail(name);
    return none;
  }
  const Json& list(const Json& parent, const char* name) {
    static const Json none = Json::array();
    if (parent.is_object())
      if (const auto at = parent.find(name); at != parent.end() && at->is_array()) return *at;
    fail(name);
    return none;
  }
  double number(const Json& parent, const char* name, double low, double high) {
    const auto at = parent.is_object() ? parent.find(name) : parent.end();
    const double value =
        parent.is_object() && at != parent.end() && at->is_number() ? at->get<double>() : std::nan("");
    if (value >= low && value <= high) return value;
    fail(name);
    return low;
  }
  std::string text(const Json& parent, const char* name) {
    const auto at = parent.is_object() ? parent.find(name) : parent.end();
    if (parent.is_object() && at != parent.end() && at->is_string()) {
      std::string value = at->get<std::string>();
      if (value.size() <= kMostName) return value;
    }
    fail(name);
    return {};
  }
  bool truth(const Json& parent, const char* name) {
    const auto at = parent.is_object() ? parent.find(name) : parent.end();
    if (parent.is_object() && at != parent.end() && at->is_boolean()) return at->get<bool>();
    fail(name);
    return false;
  }
  Voice voice(const Json& parent) {
    const std::optional<Voice> voice = voice_from_id(text(parent, "voice"));
    if (!voice) fail("voice");
    return voice.value_or(Voice::pad);
  }
  // Returns which of some words a member is.
  template <class Enum>
  Enum one_of(const Json& parent, const char* name, std::initializer_list<std::string_view> words) {
    const std::string word = text(parent, name);
    const auto* at = std::ranges::find(words, word);
    if (at == words.end()) fail(name);
    return at == words.end() ? Enum{} : static_cast<Enum>(at - words.begin());
  }

  Hit hit(const Json& json) {
    Hit hit;
    hit.frame = static_cast<Frames>(number(json, "frame", -kMostFrames, kMostFrames));
    hit.voice = voice(json);
    hit.voice_probability = static_cast<float>(number(json, "voice_probability", 0, 1));
    hit.level_db = static_cast<float>(number(json, "level_db", -1000, 1000));
    hit.strength = static_cast<float>(number(json, "strength", 0, 127));
    hit.sigma_ms = static_cast<float>(number(json, "sigma_ms", 0, 1e6));
    hit.timed = truth(json, "timed");
    hit.unison = truth(json, "unison");
    return hit;
  }

  Chart chart(const Json& json) {
    Chart chart;
    chart.title = text(json, "title");
    chart.length = static_cast<Ticks>(number(json, "length", 0, kMostTicks));
    chart.swing = number(json, "swing", 1, 3.5);
    if (number(json, "ticks_per_quarter", 1, kMostTicks) != static_cast<double>(kTicksPerQuarter))
      fail("chart.ticks_per_quarter");
    chart.meters.clear();
    for (const Json& meter : list(json, "meters"))
      chart.meters.push_back({.tick = static_cast<Ticks>(number(meter, "tick", 0, kMostTicks)),
                              .beats = static_cast<int>(number(meter, "beats", 1, 64)),
                              .unit = static_cast<int>(number(meter, "unit", 1, 64))});
    for (const Json& tempo : list(json, "tempi"))
      chart.tempi.push_back({.tick = static_cast<Ticks>(number(tempo, "tick", 0, kMostTicks)),
                             .bpm = number(tempo, "bpm", 1e-3, 1e5)});
    for (const Json& note : list(json, "notes")) {
      chart.notes.push_back({.tick = static_cast<Ticks>(number(note, "tick", 0, kMostTicks)),
                             .voice = voice(note),
                             .dynamic = one_of<Dynamic>(note, "dynamic", {"ghost", "normal", "accent"}),
                             .ornament = one_of<Ornament>(note, "ornament", {"none", "flam", "drag", "buzz"}),
                             .hand = one_of<Hand>(note, "hand", {"unwritten", "right", "left"}),
                             .velocity = static_cast<std::uint8_t>(number(note, "velocity", 0, 127))});
      if (!wrong_.empty()) return chart;
    }
    if (wrong_.empty() && !check_chart(chart).empty()) fail("chart: " + check_chart(chart));
    return chart;
  }

  std::string wrong_;
};

}  // namespace

Result<ReadTake> read_take(const std::string& text, const std::string& place) {
  bool too_much = text.size() > kMostTakeBytes;
  const Json json = too_much ? Json() : parsed(text, too_much);
  if (too_much) return Error{ErrorCode::too_large, place, "larger than a take.json can be", {}};
  const auto format = json.is_object() ? json.find("format") : json.end();
  if (!json.is_object() || format == json.end() || *format != "firstchair-take")
    return Error{ErrorCode::malformed, place, "no take.json",
                 "Name a recording, or a take.json of firstchair"};
  const auto version = json.find("format_version");
  if (version == json.end() || *version != 1)
    return Error{ErrorCode::unsupported, place, "a take.json of another version of firstchair",
                 "Hear the recording again"};
  TakeReader read;
  ReadTake take = read.take(json);
  if (!read.wrong().empty())
    return Error{ErrorCode::malformed, place, "damaged (" + read.wrong() + ")", "Hear the recording again"};
  return take;
}

}  // namespace firstchair::edit
