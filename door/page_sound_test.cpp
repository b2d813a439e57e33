#include "door/page_sound.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace firstchair::door {
namespace {

using nlohmann::json;

json told(const std::string& settings) {
  const Result<std::string> text = page_sound_json(settings);
  EXPECT_TRUE(text) << text.error().line();
  return text ? json::parse(*text) : json();
}

TEST(PageSound, TakesTheRoundTripThatWasMeasured) {
  const json sound = told(
      "rate 48000\noutput_ms 30\ntrip_frames 3480\ntrip_ms 72.5\ntrip_low_ms 72.402\ntrip_high_ms 72.598\n");
  EXPECT_EQ(sound["round_trip"], 3480);
  EXPECT_NEAR(sound["round_trip_sd_ms"], 0.05, 1e-6);
  EXPECT_EQ(sound["text"], "round trip 72.5 ms ±0.10");
  EXPECT_EQ(sound["warning"], "");
}

TEST(PageSound, TakesTheBrowsersLatenciesWhereNothingWasMeasured) {
  const json sound = told("rate 44100\noutput_ms 30\ninput_ms 10\n");
  EXPECT_EQ(sound["round_trip"], 1764);
  EXPECT_EQ(sound["round_trip_sd_ms"], 10);
  EXPECT_EQ(sound["text"], "round trip 40 ms ±20, as the browser says; Setup measures it");
}

TEST(PageSound, PlacesAnEKitByItsOwnTimes) {
  const json sound = told("rate 48000\nmidi 1\noutput_ms 30\n");
  EXPECT_EQ(sound["round_trip"], 0);
  EXPECT_EQ(sound["round_trip_sd_ms"], 10);
  EXPECT_EQ(sound["text"], "e-kit, times as the browser says ±20 ms");
}

TEST(PageSound, PlacesAnEKitByTheTapsOnIt) {
  const json sound =
      told("rate 48000\nmidi 1\ntrip_frames -672\ntrip_ms -14\ntrip_low_ms -17.92\ntrip_high_ms -10.08\n");
  EXPECT_EQ(sound["round_trip"], -672);
  EXPECT_NEAR(sound["round_trip_sd_ms"], 2, 1e-6);
  EXPECT_EQ(sound["measured"], true);
  EXPECT_EQ(sound["text"], "e-kit, its zero by your taps: 14 ms early ±4");
  // No delay at all is one that was measured, too.
  EXPECT_EQ(told("midi 1\ntrip_frames 0\ntrip_ms 0\ntrip_low_ms -1\ntrip_high_ms 1\n")["measured"], true);
  EXPECT_FALSE(page_sound_json("trip_ms -14\n")) << "sound does not come before its click";
}

TEST(PageSound, SaysWhatTheTapsWere) {
  const json taps = json::parse(taps_json({.round_trip_ms = 14,
                                           .low_ms = 10,
                                           .high_ms = 18,
                                           .spread_ms = 8.04,
                                           .round_trip = 672,
                                           .found = 15,
                                           .pulses = 16}));
  EXPECT_EQ(taps["text"],
            "Taps 14 ms late ±4: 15 of 16, 8.0 ms (SD) apart. Kept. Leans are told against these taps, with "
            "whatever kit, computer and you put into them.");
}

TEST(PageSound, NamesAnOutputThatIsLate) {
  EXPECT_EQ(told("output_ms 60\n")["warning"], "");
  EXPECT_EQ(told("output_ms 61\n")["warning"],
            "The output is 61 ms late. The click is still right; what you hear of it comes late.");
  EXPECT_EQ(told("output_ms 180.4\n")["warning"],
            "The output is 180 ms late, as Bluetooth is. Use a cable, or the computer's own loudspeaker.");
}

TEST(PageSound, RefusesWhatNoBrowserSays) {
  EXPECT_FALSE(page_sound_json("latency 30\n"));
  EXPECT_FALSE(page_sound_json("output_ms -1\n"));
  EXPECT_FALSE(page_sound_json("trip_low_ms 5\ntrip_high_ms 4\n"));
}

TEST(PageSound, SaysWhatAMeasuringFound) {
  const json trip = json::parse(round_trip_json({.round_trip_ms = 72.5,
                                                 .low_ms = 72.4,
                                                 .high_ms = 72.6,
                                                 .spread_ms = 0.2,
                                                 .round_trip = 3480,
                                                 .found = 29,
                                                 .pulses = 30}));
  EXPECT_EQ(trip["text"], "Round trip 72.5 ms ±0.10, 29 of 30 pulses. Kept.");
  EXPECT_EQ(trip["frames"], 3480);
}

TEST(PageSound, SeveralOpeningsAreToldWithTheSpreadBetweenThem) {
  std::vector<practice::Loopback> loops;
  for (const double ms : {70.0, 71.0, 72.0})
    loops.push_back({.round_trip_ms = ms, .round_trip = 48 * ms, .found = 30, .pulses = 30});
  const Result<std::string> told = round_trips_json(loops);
  ASSERT_TRUE(told);
  const nlohmann::json joined = nlohmann::json::parse(*told);
  EXPECT_EQ(joined["text"], "Round trip 71.0 ms ±4.97: 3 openings of the sound, 1.00 ms (SD) apart. Kept.");
  EXPECT_EQ(joined["frames"], 48 * 71);
  EXPECT_EQ(joined["pulses"], 90);
  EXPECT_FALSE(round_trips_json(std::span(loops).first(2)));
}

}  // namespace
}  // namespace firstchair::door
