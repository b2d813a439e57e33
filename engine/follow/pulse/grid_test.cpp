#include "engine/follow/pulse/grid.h"

#include <gtest/gtest.h>

#include "testing/follow/drummer.h"

namespace firstchair::follow {
namespace {

TEST(Grid, TicksComeBack) {
  Chart chart = testing::rock(8);
  chart.tempi.push_back({2 * kTicksPerWhole, 90});
  chart.tempi.push_back({5 * kTicksPerWhole, 200});
  for (double swing : {1.0, 1.5, 2.0, 3.5}) {
    chart.swing = swing;
    const Grid grid(chart);
    double before = grid.position(-kTicksPerQuarter) - 1;
    for (Ticks tick = -kTicksPerQuarter; tick < chart.length + kTicksPerWhole;
         tick += kTicksPerQuarter / 24) {
      const double position = grid.position(tick);
      EXPECT_GT(position, before);
      EXPECT_EQ(grid.tick(position), tick);
      before = position;
    }
  }
}

TEST(Grid, AWrittenTempoStretchesPlayedTime) {
  Chart chart = testing::rock(4, 100);
  chart.tempi.push_back({2 * kTicksPerWhole, 200});
  const Grid grid(chart);
  EXPECT_DOUBLE_EQ(grid.position(2 * kTicksPerWhole), 8);
  EXPECT_DOUBLE_EQ(grid.position(3 * kTicksPerWhole), 10);
  EXPECT_DOUBLE_EQ(grid.stretch(3 * kTicksPerWhole), 0.5);
}

//  written   1   +   2  trip let  3
//  swing 2   |......|...|...|...|
TEST(Grid, SwingMovesEighthsAndLeavesTripletsAlone) {
  Chart chart;
  for (Ticks tick : {Ticks{0}, kTicksPerQuarter / 2, kTicksPerQuarter, kTicksPerQuarter * 4 / 3,
                     kTicksPerQuarter * 5 / 3}) {
    chart.notes.push_back({.tick = tick});
  }
  settle(chart);
  chart.swing = 2;
  const Grid grid(chart);
  EXPECT_NEAR(grid.position(kTicksPerQuarter / 2), 2.0 / 3, 1e-12);
  EXPECT_NEAR(grid.position(kTicksPerQuarter * 4 / 3), 4.0 / 3, 1e-12);
  EXPECT_NEAR(grid.position(kTicksPerQuarter * 5 / 3), 5.0 / 3, 1e-12);
}

TEST(Grid, SixEightDoesNotSwing) {
  Chart chart = testing::chart_of({{Voice::hat_closed, "x.x.x.x.x.x."}}, 100, {0, 6, 8});
  chart.swing = 2;
  EXPECT_DOUBLE_EQ(Grid(chart).position(kTicksPerQuarter / 2), 0.5);
}

}  // namespace
}  // namespace firstchair::follow
