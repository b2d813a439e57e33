#include "practice/drill_length.h"

#include <gtest/gtest.h>

namespace firstchair::practice {
namespace {

// Eight hats and two snares a bar.
Chart rock(int bars) {
  Chart chart;
  for (int i = 0; i < 8 * bars; ++i)
    chart.notes.push_back({.tick = i * kTicksPerQuarter / 2, .voice = Voice::hat_closed});
  for (int i = 0; i < 2 * bars; ++i)
    chart.notes.push_back({.tick = (2 * i + 1) * kTicksPerQuarter, .voice = Voice::snare});
  settle(chart);
  return chart;
}

int times_of(const Chart& chart, DrillRange range) {
  range.times = 0;
  return drill_range(chart, range).times;
}

TEST(DrillLength, EveryLineGetsStrokesEnoughForItsSpread) {
  EXPECT_EQ(times_of(rock(1), {}), 36);  // 72 backbeats
  EXPECT_EQ(times_of(rock(2), {}), 18);
  EXPECT_EQ(times_of(rock(8), {.from = 3, .to = 4}), 18) << "of the bars that are named";
}

TEST(DrillLength, IsNoLongerThanFortyBarsAndNoShorterThanEight) {
  Chart crash;
  crash.notes.push_back({.tick = 0, .voice = Voice::crash});
  settle(crash);
  EXPECT_EQ(times_of(crash, {}), 40);
  Chart roll;
  for (int i = 0; i < 16; ++i)
    roll.notes.push_back({.tick = i * kTicksPerQuarter / 4, .voice = Voice::snare});
  settle(roll);
  EXPECT_EQ(times_of(roll, {}), 8);
}

TEST(DrillLength, ALongChartIsPlayedOnceAndWhatWasAskedForStays) {
  EXPECT_EQ(times_of(rock(16), {}), 1);
  EXPECT_EQ(drill_range(rock(1), {.times = 3}).times, 3);
}

}  // namespace
}  // namespace firstchair::practice
