#include "engine/ear/strength.h"

#include <gtest/gtest.h>

namespace firstchair {
namespace {

TEST(Strength, TheLoudestSoFarIsOneHundredAndTwelve) {
  Strength strength;
  EXPECT_FLOAT_EQ(strength.of(Family::snare, -20), 112);
  EXPECT_NEAR(strength.of(Family::snare, -32), 35.4, 0.5);  // -12 dB: 112 * 10^(-1/2)
  EXPECT_FLOAT_EQ(strength.of(Family::kick, -40), 112) << "every family has its own scale";
}

TEST(Strength, AHarderStrokeThanAnyBeforeShowsAndBecomesTheMeasure) {
  Strength strength;
  strength.of(Family::snare, -20);
  EXPECT_GT(strength.of(Family::snare, -18), 120);
  EXPECT_NEAR(strength.of(Family::snare, -18), 112, 1);
  EXPECT_LE(strength.of(Family::snare, 0), 127);
}

TEST(Strength, OneFreakStrokeIsForgotten) {
  Strength strength;
  strength.of(Family::hat, 0);
  float last = 0;
  for (int i = 0; i < 400; ++i) last = strength.of(Family::hat, -20);
  EXPECT_NEAR(last, 112, 1);
}

}  // namespace
}  // namespace firstchair
