#include "practice/broken_off.h"

#include <gtest/gtest.h>

#include <vector>

namespace firstchair::practice {
namespace {

constexpr double kTrip = 480;

// Hats in eighths, played as often as asked: a bar lasts 96,000 frames.
DrillPlan plan_of(int times) {
  Chart chart;
  for (int i = 0; i < 8; ++i)
    chart.notes.push_back({.tick = i * kTicksPerQuarter / 2, .voice = Voice::hat_closed});
  settle(chart);
  return *plan_drill(chart, {.from = 1, .to = 0, .times = times},
                     {.rate = 48000, .bpm = 120, .start = 24000});
}

// The strokes of the bars [from, to), in bars of the plan.
std::vector<Hit> played(const DrillPlan& plan, double from, double to) {
  std::vector<Hit> hits;
  for (const Note& note : plan.chart.notes) {
    const double bar = static_cast<double>(note.tick) / static_cast<double>(kTicksPerWhole);
    if (bar < from || bar >= to) continue;
    hits.push_back({.frame = static_cast<Frames>(plan.bar_lines[0] + kTrip + bar * 96000)});
  }
  return hits;
}

TEST(BrokenOff, UnderTwoWholeBarsDoNotCountHoweverTheTakeEnded) {
  const DrillPlan plan = plan_of(8);
  for (const double bars : {0.25, 1.0, 1.4}) {
    EXPECT_TRUE(broken_off(played_bars(played(plan, 0, bars), 0, plan, kTrip))) << bars;
    const auto end = static_cast<Frames>(plan.bar_lines.back());  // the player left, the click went on
    EXPECT_TRUE(broken_off(played_bars(played(plan, 0, bars), end, plan, kTrip))) << bars;
  }
  EXPECT_TRUE(broken_off(played_bars({}, 0, plan, kTrip)));
}

TEST(BrokenOff, TwoWholeBarsCountWhereverTheyAre) {
  const DrillPlan plan = plan_of(8);
  EXPECT_EQ(played_bars(played(plan, 0, 2), 0, plan, kTrip).whole, 2);
  EXPECT_FALSE(broken_off(played_bars(played(plan, 0, 2), 0, plan, kTrip)));
  EXPECT_EQ(played_bars(played(plan, 3.5, 8), 0, plan, kTrip).whole, 4);
  EXPECT_FALSE(broken_off(played_bars(played(plan, 0, 8), 0, plan, kTrip)));
}

TEST(BrokenOff, ABarThatTheSoundDoesNotReachIsNotWhole) {
  const DrillPlan plan = plan_of(8);
  const auto in_bar_two = static_cast<Frames>(plan.bar_lines[1] + 70000);
  EXPECT_EQ(played_bars(played(plan, 0, 1.75), in_bar_two, plan, kTrip).whole, 1);
}

TEST(BrokenOff, ASingleBarThatWasPlayedToItsEndCounts) {
  const DrillPlan plan = plan_of(1);
  EXPECT_FALSE(broken_off(played_bars(played(plan, 0, 1), 0, plan, kTrip)));
  EXPECT_TRUE(broken_off(played_bars(played(plan, 0, 0.3), 0, plan, kTrip)));
}

TEST(BrokenOff, ANoteLeftOutAtEitherEndBreaksNothingOff) {
  const DrillPlan plan = plan_of(2);
  EXPECT_FALSE(broken_off(played_bars(played(plan, 0.1, 1.8), 0, plan, kTrip)));
}

}  // namespace
}  // namespace firstchair::practice
