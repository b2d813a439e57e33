#include "engine/chairs/challenge.h"

#include <gtest/gtest.h>

namespace firstchair::chairs {
namespace {

Round round_of(double holder, double challenger) {
  return {{holder, 0.006, 15}, {challenger, 0.006, 15}};
}

TEST(Challenge, EqualPlayingLeavesTheChairWhereItIs) {
  EXPECT_EQ(challenge({round_of(0, 0)}, {}).outcome, Outcome::open);
  const Challenge told = challenge({round_of(0, 0), round_of(0, 0.01), round_of(0, -0.01)}, {});
  EXPECT_EQ(told.outcome, Outcome::kept);
  EXPECT_EQ(told.challenger_better.size(), 3u);
}

TEST(Challenge, WhoIsMuchTighterTakesIt) {
  const Challenge told = challenge({round_of(0, -0.6), round_of(0, -0.6), round_of(0, -0.6)}, {});
  EXPECT_EQ(told.outcome, Outcome::taken);
  EXPECT_GE(told.challenger_better.back(), 0.98);
}

TEST(Challenge, WhoIsMuchLooserEndsItEarly) {
  const Challenge told = challenge({round_of(0, 0.9), round_of(0, -0.9)}, {});
  EXPECT_EQ(told.outcome, Outcome::kept);
  EXPECT_EQ(told.challenger_better.size(), 1u);
}

}  // namespace
}  // namespace firstchair::chairs
