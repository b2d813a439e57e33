#include "bandstand/settings_of_band.h"

#include <optional>

#include "door/settings.h"

namespace firstchair::bandstand {
namespace {

constexpr std::array<std::string_view, 21> kKnown{
    "rate", "bpm",      "follow", "count_in", "times",      "trade", "walk",
    "solo", "answer",   "style",  "mute",     "free_home",  "probe", "seed",
    "midi", "measured", "kit",    "notes",    "round_trip", "clock", "round_trip_sd_ms"};

constexpr double kEarliestTrip = 96000;  // frames that a tap may be early

Range range_of(std::string_view key) {
  for (const auto& [name, range] : kRanges)
    if (name == key) return range;
  return {};
}

}  // namespace

Result<BandSettings> parse_band_settings(std::string_view text) {
  const Result<door::Settings> wishes = door::Settings::parse(text, kKnown);
  if (!wishes) return wishes.error();
  std::optional<Error> wrong;
  const auto number = [&](std::string_view key, double otherwise, double low, double high) {
    const Result<double> value = wishes->number(key, otherwise, low, high);
    if (!value && !wrong) wrong = value.error();
    return value ? *value : otherwise;
  };
  const auto chosen = [&](std::string_view key, double otherwise) {
    const Range range = range_of(key);
    return number(key, otherwise, range.low, range.high);
  };
  const auto whole = [&](std::string_view key, double otherwise) {
    return static_cast<int>(chosen(key, otherwise));
  };
  const auto flag = [&](std::string_view key) { return number(key, 0, 0, 1) > 0; };
  BandSettings s;
  s.rate = number("rate", s.rate, 8000, 96000);
  if (!wishes->text("bpm").empty() && wishes->text("bpm") != "0") s.bpm = chosen("bpm", 0);
  s.follow = chosen("follow", s.follow);
  s.count_in = whole("count_in", s.count_in);
  s.times = whole("times", s.times);
  s.trade = whole("trade", s.trade);
  s.walk = flag("walk");
  s.solo = whole("solo", s.solo);
  s.answer = chosen("answer", s.answer);
  s.style = wishes->text("style");
  s.mute = wishes->text("mute");
  s.free_home = flag("free_home");
  s.probe = flag("probe");
  s.seed = static_cast<std::uint64_t>(number("seed", 1, 0, 1e15));
  s.midi = flag("midi");
  s.measured = flag("measured");
  s.round_trip = number("round_trip", 0, -kEarliestTrip, 96000);
  s.round_trip_sd_ms = number("round_trip_sd_ms", s.round_trip_sd_ms, 0, 1000);
  s.clock = flag("clock");
  if (wrong) return *wrong;
  Result<door::PageKit> kit = door::page_kit(*wishes);
  if (!kit) return kit.error();
  s.kit = std::move(*kit);
  return s;
}

}  // namespace firstchair::bandstand
