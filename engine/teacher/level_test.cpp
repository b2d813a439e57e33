#include "engine/teacher/level.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/stats/stats.h"
#include "testing/chance.h"

namespace firstchair::teacher {
namespace {

constexpr std::int64_t kDay = 86400;

KeptTake to_click(std::int64_t at_s, double bpm) {
  KeptTake take;
  take.began_s = at_s;
  take.item = "a";
  take.bpm = bpm;
  take.click = take.clean = true;
  return take;
}

TEST(Level, DoubtGrowsByDaysAndShrinksByLimits) {
  Level level;
  observe_limit(level, std::log2(120.0), 0.03, 0);
  EXPECT_NEAR(level.bpm(), 120, 1e-9);
  predict(level, 9 * kDay);
  EXPECT_NEAR(level.sd_oct, std::hypot(0.03, 0.03), 1e-9);
  observe_limit(level, std::log2(126.0), 0.03, 9 * kDay);
  EXPECT_GT(level.bpm(), 123);  // the newer one weighs more: 2 to 1
  EXPECT_LT(level.sd_oct, 0.03);
  predict(level, 0);  // a clock that jumped back
  EXPECT_EQ(level.at_s, 9 * kDay);
}

TEST(Level, FollowsADrummerFromTakesAlone) {
  testing::Chance chance(3);
  double squares = 0, covered = 0;
  for (int run = 0; run < 50; ++run) {
    const double truth = std::log2(120.0) + 0.3 * chance.normal();
    Level level;
    for (int i = 0; i < 40; ++i) {
      const double bpm = level.observations == 0 ? 110 : std::exp2(level.log2_bpm - 0.05);
      observe_take(level, bpm, truth + 0.08 * chance.normal() > std::log2(bpm), 0.08, i);
    }
    squares += (level.log2_bpm - truth) * (level.log2_bpm - truth) / 50;
    covered += std::abs(level.log2_bpm - truth) < 1.96 * level.sd_oct;
  }
  EXPECT_LT(std::sqrt(squares), 0.06);
  EXPECT_GE(covered, 43);
}

TEST(Level, ReadsTheHistoryOfItsItemOnly) {
  History h;
  h.limits = {{.item = "a", .began_s = 10, .t50 = 7, .sd_oct = 0.03, .sigma_oct = 0.05, .takes = 9},
              {.item = "b", .began_s = 20, .t50 = 6, .sd_oct = 0.03, .sigma_oct = 0.1, .takes = 9}};
  h.takes = {to_click(30, 200), to_click(40, 200)};
  h.takes[0].discarded = true;
  h.takes[1].click = false;
  EXPECT_NEAR(level_of(h, "a", 50).log2_bpm, 7, 1e-9);
  EXPECT_NEAR(sigma_of(h, "a"), 0.05, 1e-12);
  EXPECT_EQ(level_of(h, "c", 50).observations, 0);
  EXPECT_EQ(probability_below(level_of(h, "c", 50), 100), 1);
  EXPECT_LT(probability_below(level_of(h, "a", 50), 110), 0.01);
  h.takes.push_back(to_click(45, 140));
  EXPECT_GT(level_of(h, "a", 50).log2_bpm, 7);
  const std::vector<Level> track = level_track(h, "a", 50);
  ASSERT_EQ(track.size(), 3U);
  EXPECT_NEAR(track[0].log2_bpm, 7, 1e-9);
  EXPECT_EQ(track[1].at_s, 45);
  EXPECT_EQ(track[2].log2_bpm, level_of(h, "a", 50).log2_bpm);
  EXPECT_EQ(track[2].at_s, 50);
  EXPECT_TRUE(level_track(h, "c", 50).empty());
}

}  // namespace
}  // namespace firstchair::teacher
