#include "door/page_sound.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <vector>

#include "door/settings.h"
#include "report/data/json_writer.h"
#include "report/text/words.h"

namespace firstchair::door {
namespace {

constexpr std::array<std::string_view, 8> kSoundSettings{
    "rate", "midi", "output_ms", "input_ms", "trip_frames", "trip_ms", "trip_low_ms", "trip_high_ms"};
constexpr double kUnmeasuredSdMs = 10;                    // of a round trip that nobody has measured
constexpr double kLateMs = 60, kLateAsBluetoothMs = 150;  // of an output

struct Trip {
  double frames = 0, sd_ms = kUnmeasuredSdMs;
  std::string text;
};

std::string warning(double output_ms) {
  const std::string ms = report::number(output_ms, 0);
  if (output_ms > kLateAsBluetoothMs)
    return fmt::format(
        "The output is {} ms late, as Bluetooth is. Use a cable, or the computer's own loudspeaker.", ms);
  if (output_ms > kLateMs)
    return fmt::format("The output is {} ms late. The click is still right; what you hear of it comes late.",
                       ms);
  return {};
}

std::string measured(double ms, double low, double high) {
  return fmt::format("{} ms ±{}", report::number(ms, 1), report::number((high - low) / 2, 2));
}
double sd_of(double low, double high) {
  return (high - low) / 2 / 1.96;
}
// "14 ms early ±4"
std::string tapped(double ms, double low, double high) {
  const int decimals = report::decimals_for((high - low) / 2);
  return report::lean(ms, decimals) + " " + report::plus_minus(low, high, decimals);
}

}  // namespace

Result<std::string> page_sound_json(std::string_view settings) {
  const Result<Settings> told = Settings::parse(settings, kSoundSettings);
  if (!told) return told.error();
  std::optional<Error> wrong;
  const auto number = [&](std::string_view key, double otherwise, double low, double high) {
    const Result<double> value = told->number(key, otherwise, low, high);
    if (!value && !wrong) wrong = value.error();
    return value ? *value : otherwise;
  };
  const double rate = number("rate", 48000, 8000, 192000);
  const bool midi = number("midi", 0, 0, 1) > 0;
  const double output_ms = number("output_ms", 0, 0, 60'000), input_ms = number("input_ms", 0, 0, 60'000);
  const double least = midi ? -60'000 : 0;  // a tap may be early
  const double frames = number("trip_frames", 0, midi ? -96000 : 0, 96000),
               ms = number("trip_ms", 0, least, 60'000);
  const double low = number("trip_low_ms", 0, -60'000, 60'000), high = number("trip_high_ms", 0, low, 60'000);
  const bool known = midi ? !told->text("trip_ms").empty() : frames > 0;
  if (wrong) return *wrong;
  Trip trip;
  if (midi && known) {
    trip = {.frames = frames,
            .sd_ms = sd_of(low, high),
            .text = "e-kit, its zero by your taps: " + tapped(ms, low, high)};
  } else if (midi) {
    trip.text = "e-kit, times as the browser says ±20 ms";
  } else if (known) {
    trip = {.frames = frames, .sd_ms = sd_of(low, high), .text = "round trip " + measured(ms, low, high)};
  } else {
    trip.frames = (output_ms + input_ms) / 1000 * rate;
    trip.text = fmt::format("round trip {} ms ±20, as the browser says; Setup measures it",
                            report::number(output_ms + input_ms, 0));
  }
  report::JsonWriter json;
  json.begin_object();
  json.real("round_trip", trip.frames, 3);
  json.real("round_trip_sd_ms", trip.sd_ms, 6);
  json.boolean("measured", known);
  json.text("text", trip.text);
  json.text("warning", warning(output_ms));
  json.end_object();
  return json.take();
}

namespace {

std::string round_trip(const practice::Loopback& loop, const std::string& text) {
  report::JsonWriter json;
  json.begin_object();
  json.real("frames", loop.round_trip, 3);
  json.real("ms", loop.round_trip_ms, 3);
  json.real("low_ms", loop.low_ms, 3);
  json.real("high_ms", loop.high_ms, 3);
  json.real("spread_ms", loop.spread_ms, 3);
  json.integer("found", loop.found);
  json.integer("pulses", loop.pulses);
  json.text("text", text);
  json.end_object();
  return json.take();
}

}  // namespace

std::string taps_json(const practice::Loopback& taps) {
  return round_trip(
      taps, fmt::format("Taps {}: {} of {}, {} ms (SD) apart. Kept. Leans are told against these taps, with "
                        "whatever kit, computer and you put into them.",
                        tapped(taps.round_trip_ms, taps.low_ms, taps.high_ms), taps.found, taps.pulses,
                        report::number(taps.spread_ms, 1)));
}

std::string round_trip_json(const practice::Loopback& loop) {
  return round_trip(
      loop, fmt::format("Round trip {}, {} of {} pulses. Kept.",
                        measured(loop.round_trip_ms, loop.low_ms, loop.high_ms), loop.found, loop.pulses));
}

Result<std::string> round_trips_json(std::span<const practice::Loopback> loops) {
  std::vector<double> ms;
  for (const practice::Loopback& loop : loops) ms.push_back(loop.round_trip_ms);
  const Result<practice::Openings> joined = practice::join_openings(ms);
  if (!joined) return joined.error();
  practice::Loopback all{.round_trip_ms = joined->round_trip_ms,
                         .low_ms = joined->low_ms,
                         .high_ms = joined->high_ms,
                         .spread_ms = joined->spread_ms};
  for (const practice::Loopback& loop : loops) {
    all.round_trip += loop.round_trip / static_cast<double>(loops.size());
    all.found += loop.found;
    all.pulses += loop.pulses;
  }
  return round_trip(all, fmt::format("Round trip {}: {} openings of the sound, {} ms (SD) apart. Kept.",
                                     measured(all.round_trip_ms, all.low_ms, all.high_ms), joined->openings,
                                     report::number(all.spread_ms, 2)));
}

}  // namespace firstchair::door
