#include "engine/judge/take_bars.h"

#include <gtest/gtest.h>

#include <cmath>

namespace firstchair::judge {
namespace {

// Eight bars of four snares, a second a bar; each is 3 ms early or late by turns. In bar 5 all are 30 ms
// later.
//
//   bar      1        2       ...    5        6
//   snare    - + - +  - + - +        ++++     - + - +
Take take() {
  Take made;
  made.source.rate = 1000;
  made.chart.length = 8 * 4 * kTicksPerQuarter;
  for (int k = 0; k < 32; ++k) {
    const double target = 250. * k, error = (k % 2 == 0 ? -3 : 3) + (k / 4 == 4 ? 30 : 0);
    made.chart.notes.push_back({.tick = k * kTicksPerQuarter, .voice = Voice::snare});
    Hit hit;
    hit.frame = std::llround(target + error);
    hit.voice = Voice::snare;
    hit.timed = true;
    made.hits.push_back(hit);
    made.alignment.matches.push_back({.kind = MatchKind::matched,
                                      .hit = k,
                                      .note = k,
                                      .tick = k * kTicksPerQuarter,
                                      .target = target,
                                      .error_ms = error});
  }
  return made;
}

std::vector<BarTime> bars() {
  std::vector<BarTime> all;
  for (int b = 0; b < 8; ++b) all.push_back({b + 1, 1000. * b, 1000. * (b + 1)});
  return all;
}

TEST(TakeBars, TheBarThatLiesApartIsTheFault) {
  const std::vector<BarVerdict> judged = judge_bars(take(), bars());
  ASSERT_EQ(judged.size(), 8U);
  for (const BarVerdict& bar : judged) {
    ASSERT_EQ(bar.lines.size(), 1U);
    EXPECT_EQ(bar.lines[0].timed, 4);
    EXPECT_EQ(bar.fault, bar.bar == 5 ? BarFault::lean : BarFault::none) << bar.bar;
    EXPECT_EQ(outside_ms(bar) > 0, bar.bar == 5) << bar.bar;
  }
  const BarLine& apart = judged[4].lines[0];
  EXPECT_NEAR(apart.lean_ms, 30, 1e-9);
  // The spread is 3 ms about each bar's mean, 24 degrees of freedom: t is 2.06, half of the interval 3.6 ms.
  const double sd = std::sqrt(32 * 9. / 24);
  EXPECT_NEAR(apart.lean_high - apart.lean_ms, 2.064 * sd / 2, .05);
  EXPECT_NEAR(outside_ms(judged[4]), apart.lean_low - 10, 1e-9);
}

TEST(TakeBars, TheWorstStrokeIsTheFurthestOnTheSideOfItsLine) {
  Take made = take();
  made.alignment.matches[18].error_ms = 41;
  made.alignment.matches[17].error_ms = -60;  // on the other side
  made.alignment.matches[19].error_ms = 95;   // another stroke's error
  made.alignment.matches[16].kind = MatchKind::wrong_voice;
  made.alignment.matches[20].error_ms = 70;  // of the next bar
  BarVerdict verdict;
  verdict.bar = 5;
  verdict.fault = BarFault::lean;
  verdict.fault_line = Line::snare;
  verdict.lines = {{.line = Line::snare, .lean_ms = 30}};
  EXPECT_EQ(worst_stroke(made, bars()[4], verdict), 18);
  verdict.lines[0].lean_ms = -30;
  EXPECT_EQ(worst_stroke(made, bars()[4], verdict), 17);
  verdict.fault = BarFault::none;
  EXPECT_EQ(worst_stroke(made, bars()[4], verdict), -1);
}

TEST(TakeBars, AStrokeBeforeItsBarLineBelongsToTheBarOfItsNote) {
  Take early = take();
  for (Match& match : early.alignment.matches) match.error_ms = -70;
  const std::vector<BarVerdict> judged = judge_bars(early, bars());
  for (const BarVerdict& bar : judged) EXPECT_EQ(bar.lines.at(0).timed, 4);
}

TEST(TakeBars, WithFewStrokesNothingIsMeasuredAndNothingIsAFault) {
  Take few = take();
  few.alignment.matches.resize(3);
  const std::vector<BarVerdict> judged = judge_bars(few, bars());
  EXPECT_FALSE(judged[0].lines.at(0).measured);
  EXPECT_EQ(judged[0].fault, BarFault::none);
  EXPECT_FALSE(judged[1].played);
}

}  // namespace
}  // namespace firstchair::judge
