#include "engine/stats/stats.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "testing/chance.h"

namespace firstchair::stats {
namespace {

// n errors of a drummer: mean 3, SD 15, each hanging on the one before by rho.
std::vector<double> errors(int n, double rho, testing::Chance& chance) {
  std::vector<double> x;
  double state = chance.normal();
  for (int i = 0; i < n; ++i) {
    x.push_back(3 + 15 * state);
    state = rho * state + std::sqrt(1 - rho * rho) * chance.normal();
  }
  return x;
}

struct Coverage {
  double mean = 0, sd = 0, mean_half = 0;
};

Coverage coverage(int n, double rho, int takes) {
  testing::Chance chance(static_cast<std::uint64_t>(n) * 7919 + static_cast<std::uint64_t>(100 * rho));
  Coverage c;
  for (int i = 0; i < takes; ++i) {
    const Sample s = describe(errors(n, rho, chance));
    const Interval mean = mean_interval(s), sd = sd_interval(s);
    c.mean += mean.low <= 3 && 3 <= mean.high;
    c.sd += sd.low <= 15 && 15 <= sd.high;
    c.mean_half += (mean.high - mean.low) / 2;
  }
  return {c.mean / takes, c.sd / takes, c.mean_half / takes};
}

TEST(Stats, IntervalsOfCorrelatedErrorsCoverWhatTheyClaim) {
  for (const int n : {64, 128, 256}) {
    const Coverage c = coverage(n, 0.5, 4000);
    RecordProperty("mean_n" + std::to_string(n), std::to_string(c.mean));
    RecordProperty("sd_n" + std::to_string(n), std::to_string(c.sd));
    EXPECT_GE(c.mean, 0.92) << n;
    EXPECT_LE(c.mean, 0.97) << n;
    EXPECT_GE(c.sd, 0.91) << n;
    EXPECT_LE(c.sd, 0.97) << n;
  }
  // Allowing for the correlation costs width: 6.4 ms at n = 64 where independent errors would give 3.7.
  EXPECT_NEAR(coverage(64, 0.5, 2000).mean_half, 6.4, 0.5);
  EXPECT_NEAR(coverage(64, 0.0, 2000).mean_half, 3.9, 0.4);
}

TEST(Stats, CoverageHoldsForIndependentErrorsToo) {
  for (const int n : {24, 64, 256}) {
    const Coverage c = coverage(n, 0, 4000);
    EXPECT_GE(c.mean, 0.935) << n;
    EXPECT_GE(c.sd, 0.93) << n;
  }
}

TEST(Stats, TheFewestStrokesOfAPlacementStillCover) {
  const Coverage c = coverage(24, 0.5, 4000);
  EXPECT_GE(c.mean, 0.90);
  // Fewer would not: the reason for the limit.
  EXPECT_LT(coverage(12, 0.5, 4000).mean, 0.90);
}

TEST(Stats, MomentsOfASmallSampleAreThoseOfTheBook) {
  const std::vector<double> x{2, 4, 4, 4, 5, 5, 7, 9};
  const Sample s = describe(x);
  EXPECT_DOUBLE_EQ(s.mean, 5);
  EXPECT_NEAR(s.sd, std::sqrt(32.0 / 7), 1e-12);
  EXPECT_EQ(s.n, 8);
}

TEST(Stats, NothingAndOneValueGiveNoSpread) {
  EXPECT_EQ(describe({}).n, 0);
  const std::vector<double> one{4};
  EXPECT_EQ(describe(one).sd, 0);
  EXPECT_EQ(describe(one).mean, 4);
  const std::vector<double> same(10, 2.5);
  EXPECT_EQ(describe(same).sd, 0);
  EXPECT_EQ(describe(same).rho, 0);
}

TEST(Stats, QuantilesOfStudentAreThoseOfTheTable) {
  EXPECT_NEAR(t_quantile(3), 3.182, 0.02);
  EXPECT_NEAR(t_quantile(5), 2.571, 0.005);
  EXPECT_NEAR(t_quantile(10), 2.228, 0.001);
  EXPECT_NEAR(t_quantile(30), 2.042, 0.001);
  EXPECT_NEAR(t_quantile(1e9), 1.960, 0.001);
}

TEST(Stats, WilsonKnowsThatNoneOfFewIsNotNone) {
  const Interval three = wilson(3, 64);
  EXPECT_NEAR(three.low, 0.0161, 0.0002);
  EXPECT_NEAR(three.high, 0.1290, 0.0005);
  const Interval none = wilson(0, 20);
  EXPECT_NEAR(none.low, 0, 1e-12);
  EXPECT_NEAR(none.high, 0.161, 0.001);
}

TEST(Stats, TheCoreLeavesOneWildStrokeOut) {
  const std::vector<double> x{-3, 1, 2, 0, -1, 90, 3, -2};
  const Interval core = robust_core(x, 1);
  EXPECT_LT(core.high, 90);
  EXPECT_LT(core.low, -3);
  EXPECT_GT(core.high, 3);
}

}  // namespace
}  // namespace firstchair::stats
