#include "engine/core/chart.h"

#include <gtest/gtest.h>

namespace firstchair {
namespace {

constexpr Ticks kQuarter = kTicksPerQuarter;

// 4/4 | 4/4 | 6/8 | 6/8 |
Chart two_meters() {
  Chart chart;
  chart.meters = {{0, 4, 4}, {8 * kQuarter, 6, 8}};
  chart.notes = {{.tick = 0, .voice = Voice::kick}, {.tick = 11 * kQuarter + 1, .voice = Voice::snare}};
  settle(chart);
  return chart;
}

TEST(Charts, LengthIsRoundedUpToABarLine) {
  const Chart chart = two_meters();
  EXPECT_EQ(chart.length, 14 * kQuarter);  // the note just past the third bar needs the fourth
  EXPECT_EQ(check_chart(chart), "");
}

TEST(Charts, BarsFollowTheMeters) {
  const std::vector<Bar> bars = bars_of(two_meters());
  ASSERT_EQ(bars.size(), 4u);
  EXPECT_EQ(bars[2].start, 8 * kQuarter);
  EXPECT_EQ(bars[2].end(), 11 * kQuarter);
  EXPECT_EQ(bar_at(bars, 8 * kQuarter - 1).number, 2);
  EXPECT_EQ(bar_at(bars, 8 * kQuarter).number, 3);
  EXPECT_EQ(bar_at(bars, -5).number, 1);
  EXPECT_EQ(bar_at(bars, 99 * kQuarter).number, 4);
  EXPECT_DOUBLE_EQ(bars[0].beat_at(3 * kQuarter / 2), 2.5);  // the "and" of 2
  EXPECT_DOUBLE_EQ(bars[2].beat_at(9 * kQuarter), 3.0);      // third eighth of 6/8
}

TEST(Charts, SettleOrdersNotesAndKeepsTheLouderOfTwoEqualOnes) {
  Chart chart;
  chart.notes = {{.tick = 5, .voice = Voice::snare, .dynamic = Dynamic::ghost},
                 {.tick = 5, .voice = Voice::kick},
                 {.tick = 5, .voice = Voice::snare, .dynamic = Dynamic::accent},
                 {.tick = 1, .voice = Voice::crash}};
  settle(chart);
  ASSERT_EQ(chart.notes.size(), 3u);
  EXPECT_EQ(chart.notes[0].voice, Voice::crash);
  EXPECT_EQ(chart.notes[1].voice, Voice::kick);
  EXPECT_EQ(chart.notes[2].dynamic, Dynamic::accent);
  Chart again = chart;
  settle(again);
  EXPECT_EQ(again, chart);
}

TEST(Charts, EachBrokenLawIsNamed) {
  const Chart sound = two_meters();
  const auto broken = [&](auto&& harm) {
    Chart chart = sound;
    harm(chart);
    return check_chart(chart);
  };
  EXPECT_NE(broken([](Chart& c) { c.meters.clear(); }), "");
  EXPECT_NE(broken([](Chart& c) { c.meters[1].tick += 1; }), "");
  EXPECT_NE(broken([](Chart& c) { c.meters[0].unit = 3; }), "");
  EXPECT_NE(broken([](Chart& c) { c.tempi = {{7, 100}}; }), "");
  EXPECT_NE(broken([](Chart& c) { c.tempi = {{0, 0}}; }), "");
  EXPECT_NE(broken([](Chart& c) { c.length -= 1; }), "");
  EXPECT_NE(broken([](Chart& c) { std::swap(c.notes[0], c.notes[1]); }), "");
  EXPECT_NE(broken([](Chart& c) { c.notes[1].tick = c.length; }), "");
  EXPECT_NE(broken([](Chart& c) { c.swing = 0.5; }), "");
}

TEST(Charts, TheTempoInForceIsTheLastOneWritten) {
  Chart chart = two_meters();
  EXPECT_EQ(tempo_at(chart, 0), 0);
  chart.tempi = {{0, 100}, {4 * kQuarter, 120}};
  EXPECT_EQ(tempo_at(chart, 4 * kQuarter - 1), 100);
  EXPECT_EQ(tempo_at(chart, 4 * kQuarter), 120);
}

}  // namespace
}  // namespace firstchair
