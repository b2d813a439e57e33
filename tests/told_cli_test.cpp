// Takes that were once told wrongly (tests/corpus/takes), as the program tells them: 24 bars of rock eighths
// at 120 with one fault among strokes of 6 ms, and takes whose tempo or chart was read wrongly.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "testing/program/command.h"
#include "testing/program/heard_take.h"

namespace firstchair::tests {
namespace {

using nlohmann::json;

class ToldTakes : public ::testing::Test {
 protected:
  static std::string file(const std::string& name) {
    return FIRSTCHAIR_SOURCE_DIR "/tests/corpus/takes/" + name;
  }
  // take.json of the take, heard with more arguments.
  json take(const std::string& name, const std::vector<std::string>& more = {}) const {
    return testing::heard_take(here, file(name), more);
  }
  // Expects the sentence the take is told in against rock eighths, and what its order says.
  void expect_told(const std::string& name, const std::string& headline, const std::string& order) const {
    const json told = take(name, {"--chart", "rock-8ths"});
    EXPECT_EQ(told["headline"], headline);
    EXPECT_EQ(told["order"]["text"], order);
  }

  testing::Workplace here;
};

TEST_F(ToldTakes, AFillThatRushesIsEveryFourthBarOrTheFourthBarOfTheChart) {
  expect_told("fill_rush.mid", "You rush on beats 3-4 of every 4th bar from bar 4.",
              "Every 4th bar from bar 4, beats 3-4: all lines 26 ms early, ±4. Loop at 113, 4 clean.");
  expect_told("fill_rush80.mid", "You rush on beats 3-4 of every 4th bar from bar 4.",
              "Every 4th bar from bar 4, beats 3-4: all lines 53 ms early, ±4. Loop at 113, 4 clean.");
  for (const char* name : {"fill_rush.mid", "fill_rush80.mid"}) {
    const json told = take(name, {"--chart", file("rock_four_bars.tab")});
    EXPECT_EQ(told["headline"], "You rush on beats 3-4 of bar 4.");
    EXPECT_EQ(told["order"]["from_bar"], 3);
    EXPECT_EQ(told["order"]["to_bar"], 4);
  }
}

TEST_F(ToldTakes, ALooseHatIsTheHatAndNotAPair) {
  expect_told("hat_sloppy.mid", "Your hat wanders more than a professional's.",
              "Hat spread 30 ms (27 to 33). Pros: 10 to 17. Hat alone, at 113, 4 clean.");
}

TEST_F(ToldTakes, AKickThatIsEarlyAtOnePlaceIsThatPlaceWithItsWholeSize) {
  expect_told("kick_25_early_30.mid", "Your kick comes early on the & of 3.",
              "& of 3: kick 32 ms early, ±2, 24 of 24. Loop at 113, 4 clean.");
}

TEST_F(ToldTakes, OneBarThatLiesLateIsToldOnceAndMissesNothing) {
  expect_told("one_bar_60_late.mid", "Bar 12 of the take, beats 1-4, comes late.",
              "Bar 12 of the take, beats 1-4: all lines 61 ms late, ±6. Loop at 113, 4 clean.");
  EXPECT_EQ(take("one_bar_60_late.mid", {"--chart", "rock-8ths"})["counts"]["missed"], 0);
}

TEST_F(ToldTakes, ANoteThatIsNeverPlayedIsToldWithItsPlace) {
  expect_told("kick_left_out.mid", "You leave out the kick on the & of 3, 16 times.",
              "16 of 48 kick notes missed, & of 3 (16). Kick alone, bar 1 at 113, 4 clean.");
}

TEST_F(ToldTakes, ATakeInSevenEighthsIsNotTheChartInFour) {
  const json told = take("take_in_7_8.mid", {"--chart", file("wrong_chart_one_bar.tab")});
  EXPECT_EQ(told["reading"]["chart_played"], false);
  EXPECT_NEAR(told["reading"]["bpm"].get<double>(), 120, 0.5);
  EXPECT_EQ(told["headline"], "This is not \"wrong_chart_one_bar\": nothing is judged.");
  EXPECT_EQ(told["reading"]["meter_played"], "7/8");
  EXPECT_NE(told["order"]["text"].get<std::string>().find("You played about 120 BPM in 7/8."),
            std::string::npos)
      << told["order"]["text"];
}

TEST_F(ToldTakes, ASwingRideAt140IsNotAt70AndATempoThatIsAskedForWins) {
  const json told = take("swing_ride.mid");
  EXPECT_NEAR(told["reading"]["bpm"].get<double>(), 140, 0.5);
  EXPECT_NEAR(told["chart"]["swing"].get<double>(), 2, 0.1);
  EXPECT_NEAR(take("swing_ride.mid", {"--bpm", "68"})["reading"]["bpm"].get<double>(), 70, 0.5);
  EXPECT_NEAR(take("swing_ride.mid", {"--bpm", "145"})["reading"]["bpm"].get<double>(), 140, 0.5);
}

}  // namespace
}  // namespace firstchair::tests
