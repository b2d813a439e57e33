#include "store/outcome.h"

#include <gtest/gtest.h>

#include <cmath>

namespace firstchair::store {
namespace {

// Eighths on the snare whose residuals are +1, -1, +1, ... ms, and one note missed at the end.
Take a_take() {
  Take take;
  take.source.rate = 1000;
  take.source.bias_sd_ms = 1.5;
  for (int i = 0; i < 8; ++i) {
    take.chart.notes.push_back({.tick = i * kTicksPerQuarter, .voice = Voice::snare});
    take.hits.push_back({.frame = 500 * i, .voice = Voice::snare, .level_db = i % 2 == 0 ? -10.0F : -20.0F});
    take.alignment.matches.push_back({.hit = i, .note = i, .error_ms = 5.0 + (i % 2 == 0 ? 1 : -1)});
    take.verdict.local_error_ms.push_back(i % 2 == 0 ? 1 : -1);
  }
  settle(take.chart);
  take.alignment.matches.back() = {.kind = MatchKind::missed, .hit = -1, .note = 7};
  take.verdict.local_error_ms.back() = std::nan("");
  Metric lean, spread;
  lean.line = spread.line = Line::snare;
  lean.value = 5, lean.low = 4, lean.high = 6;
  spread.measure = Measure::tightness;
  spread.value = 2, spread.low = 1, spread.high = 4, spread.z = 0.5;
  take.verdict.metrics = {lean, spread};
  return take;
}

}  // namespace

TEST(Outcome, OfALineIsItsNumbersWithTheirIntervals) {
  KeptTake kept;
  set_outcome(a_take(), kept);
  ASSERT_EQ(kept.lines.size(), 1u);
  const KeptLine& line = kept.lines.front();
  EXPECT_EQ(line.line, Line::snare);
  EXPECT_EQ(line.n, 7);
  EXPECT_EQ(line.mean_ms, 5);
  EXPECT_EQ(line.spread_low, 1);
  EXPECT_LT(line.rho, -0.7) << "every other stroke is on the other side";
  EXPECT_NEAR(line.kurtosis, 1, 0.1) << "two values, equally often";
  EXPECT_NEAR(line.level_db, -15, 1e-6);
  EXPECT_NEAR(line.level_sd_db, 5.35, 0.01);
  EXPECT_EQ(line.bias_sd_ms, 1.5);
  EXPECT_EQ(kept.z, 0.5);
  EXPECT_EQ(kept.z_low, 0.25);
  EXPECT_EQ(kept.z_high, 1);
  EXPECT_EQ(kept.hits, (HitCount{.notes = 8, .missed = 1}));
}

TEST(Outcome, IsCleanWhenNothingIsOutOfItsBand) {
  Take take = a_take();
  KeptTake kept;
  set_outcome(take, kept);
  EXPECT_TRUE(kept.clean);
  take.verdict.metrics.front().standing = Standing::out_of_band;
  set_outcome(take, kept);
  EXPECT_FALSE(kept.clean);
  set_outcome(Take{}, kept);
  EXPECT_FALSE(kept.clean) << "nothing was judged";
  EXPECT_TRUE(kept.lines.empty());
}

TEST(Outcome, ResidualsSayTheirBar) {
  const std::vector<Residual> residuals = residuals_of(a_take());
  ASSERT_EQ(residuals.size(), 7u);
  EXPECT_EQ(residuals[3].bar, 1);
  EXPECT_EQ(residuals[4].bar, 2);
  EXPECT_EQ(residuals[4].local_ms, 1);
  EXPECT_EQ(residuals[4].error_ms, 6);
}

}  // namespace firstchair::store
