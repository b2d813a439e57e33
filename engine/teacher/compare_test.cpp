#include "engine/teacher/compare.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/stats/stats.h"
#include "testing/chance.h"

namespace firstchair::teacher {
namespace {

struct Played {
  KeptLine line;
  std::vector<BarResidual> residuals;
};

// `n` strokes, eight a bar.
Played played(testing::Chance& chance, double spread, int n, double mean = 0) {
  Played p;
  std::vector<double> values;
  for (int i = 0; i < n; ++i) {
    values.push_back(mean + spread * chance.normal());
    p.residuals.push_back({.bar = i / 8, .ms = values.back() - mean});
  }
  const stats::Sample s = stats::describe(values);
  p.line = {
      .line = Line::hat, .n = n, .mean_ms = s.mean, .spread_ms = s.sd, .rho = s.rho, .kurtosis = s.kurtosis};
  return p;
}

// The table of the specification: 8 against 10 ms needs 158 strokes, 231 of real residuals.
TEST(Compare, NeedsAsManyStrokesAsThePowerAsksFor) {
  EXPECT_NEAR(strokes_needed(10.0 / 8, 3, 0), 158, 1);
  EXPECT_NEAR(strokes_needed(10.0 / 8, 3.7, 0.2), 231, 2);
  EXPECT_NEAR(strokes_needed(9.0 / 8, 3, 0), 566, 2);
  EXPECT_EQ(strokes_needed(1, 3, 0), 0);
}

TEST(Compare, FindsEightAgainstTenInFourCasesOfFiveAndNothingInNothing) {
  testing::Chance chance(11);
  int found = 0, false_alarms = 0;
  for (int i = 0; i < 200; ++i) {
    const Played a = played(chance, 10, 176), b = played(chance, 8, 176), c = played(chance, 10, 176);
    const ShuffleConfig few{.shuffles = 400, .seed = static_cast<std::uint64_t>(i)};
    found += compare_lines(a.line, b.line, a.residuals, b.residuals, few).spread == Change::real;
    false_alarms += compare_lines(a.line, c.line, a.residuals, c.residuals, few).spread == Change::real;
  }
  EXPECT_GE(found, 140);
  EXPECT_LE(false_alarms, 14);
}

TEST(Compare, SaysHowManyTakesWouldShowIt) {
  KeptLine a{.line = Line::hat, .n = 128, .spread_ms = 10, .kurtosis = 3.7}, b = a;
  b.spread_ms = 9;
  const Comparison c = compare_lines(a, b);
  EXPECT_EQ(c.spread, Change::not_shown);
  EXPECT_EQ(c.takes_needed, static_cast<int>(std::ceil(strokes_needed(0.9, 3.7, 0) / 128)));
  EXPECT_LT(c.ratio_low, 0.9);
  EXPECT_GT(c.ratio_high, 1);
  b.spread_ms = 9.99;
  EXPECT_EQ(compare_lines(a, b).takes_needed, 0);
  b.n = 20;
  EXPECT_EQ(compare_lines(a, b).spread, Change::too_few);
}

TEST(Compare, MovesOfTheMeanCoverTheTruth) {
  testing::Chance chance(5);
  int covered = 0, real = 0;
  for (int i = 0; i < 300; ++i) {
    const Played a = played(chance, 15, 96), b = played(chance, 12, 64, 6);
    const Comparison c = compare_lines(a.line, b.line);
    covered += c.moved_low <= 6 && 6 <= c.moved_high;
    real += c.mean == Change::real;
  }
  EXPECT_GE(covered, 276);
  EXPECT_GE(real, 200);
}

TEST(Compare, ShufflesByBarNotByStroke) {
  // One wild bar is one bar, however many strokes it has.
  std::vector<BarResidual> even, wild;
  for (int i = 0; i < 128; ++i) {
    const double ms = i % 2 == 0 ? 10 : -10;
    even.push_back({.bar = i / 8, .ms = ms});
    wild.push_back({.bar = i / 8, .ms = i / 8 == 3 ? 6 * ms : ms});
  }
  EXPECT_GT(shuffle_by_bar(even, wild, {}), 0.9);
  for (BarResidual& r : wild) r.ms *= 1.2;
  EXPECT_LT(shuffle_by_bar(even, wild, {}), 0.01);
  EXPECT_EQ(shuffle_by_bar({}, wild, {}), 1);
}

KeptTake take(int day, double spread, double bpm = 100) {
  KeptTake t;
  t.began_s = day * 86400;
  t.item = "a";
  t.bpm = bpm;
  t.click = true;
  t.lines = {{.line = Line::hat, .n = 128, .spread_ms = spread, .kurtosis = 3.7}};
  return t;
}

TEST(Compare, OnlyLikeIsComparedWithLike) {
  EXPECT_EQ(compare_takes(take(1, 10), take(2, 5, 120))[0].spread, Change::not_like);
  EXPECT_EQ(compare_takes(take(1, 10), take(2, 5))[0].spread, Change::real);
  KeptTake pads = take(2, 5);
  pads.kit = SourceKind::midi;
  EXPECT_FALSE(alike(take(1, 10), pads));
}

TEST(Progress, IsShownOnlyWhenItIsSure) {
  History h;
  for (int i = 0; i < 6; ++i) h.takes.push_back(take(i, 19 - 0.8 * i));
  const Progress better = progress_of(h, "a", Line::hat);
  EXPECT_TRUE(better.shown);
  EXPECT_NEAR(better.before_ms, 19, 0.3);
  EXPECT_NEAR(better.after_ms, 15, 0.3);
  EXPECT_EQ(better.days, 6);
  EXPECT_FALSE(progress_of(h, "b", Line::hat).shown);
  h.takes.resize(2);
  EXPECT_FALSE(progress_of(h, "a", Line::hat).shown);
}

TEST(Progress, IsSeldomSeenWhereThereIsNone) {
  testing::Chance chance(9);
  int shown = 0;
  for (int run = 0; run < 400; ++run) {
    History h;
    for (int i = 0; i < 6; ++i) h.takes.push_back(take(i, 15 * std::exp(0.2 * chance.normal())));
    shown += progress_of(h, "a", Line::hat).shown;
  }
  EXPECT_LE(shown, 60);  // 10 % by definition, both ways
}

}  // namespace
}  // namespace firstchair::teacher
