#include "engine/core/swing_map.h"

#include <gtest/gtest.h>

namespace firstchair {
namespace {

// Two bars of eighths that swing 2 : 1; the last beat is a triplet.
Chart swung_chart() {
  Chart chart;
  chart.swing = 2;
  for (int i = 0; i < 14; ++i) chart.notes.push_back({.tick = i * kTicksPerQuarter / 2});
  for (int i = 0; i < 3; ++i)
    chart.notes.push_back({.tick = 7 * kTicksPerQuarter + i * kTicksPerQuarter / 3});
  settle(chart);
  return chart;
}

TEST(SwingMap, PutsTheOffBeatWhereItIsMeantAndLeavesTripletsAlone) {
  const SwingMap map(swung_chart());
  EXPECT_DOUBLE_EQ(map.meant(0), 0);
  EXPECT_DOUBLE_EQ(map.meant(kTicksPerQuarter / 2), 2.0 / 3);
  EXPECT_DOUBLE_EQ(map.meant(7 * kTicksPerQuarter + kTicksPerQuarter / 3), 7 + 1.0 / 3);
  EXPECT_DOUBLE_EQ(map.meant(-kTicksPerQuarter / 2), -0.5);
}

TEST(SwingMap, WrittenIsTheInverseOfMeant) {
  const SwingMap map(swung_chart());
  for (Ticks tick = 0; tick < 8 * kTicksPerQuarter; tick += kTicksPerQuarter / 8)
    EXPECT_NEAR(map.written(map.meant(tick)), static_cast<double>(tick) / kTicksPerQuarter, 1e-12) << tick;
}

TEST(SwingMap, AStraightChartIsMeantAsItIsWritten) {
  Chart chart = swung_chart();
  chart.swing = 1;
  const SwingMap map(chart);
  EXPECT_DOUBLE_EQ(map.meant(kTicksPerQuarter / 2), 0.5);
  EXPECT_DOUBLE_EQ(map.written(0.5), 0.5);
}

}  // namespace
}  // namespace firstchair
