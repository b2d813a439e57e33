#include "engine/ear/timing.h"

#include <gtest/gtest.h>

namespace firstchair::ear {
namespace {

TEST(Timing, AClearAttackHasTheLeastSigmaAndNoBias) {
  const float clear = sigma_ms(Split{.contrast_db = 40, .apart_ms = 0.2F}, 0.99F);
  EXPECT_LT(clear, 0.4F);
  for (int v = 0; v < kVoiceCount; ++v) EXPECT_EQ(bias_ms(static_cast<Voice>(v), clear), 0);
}

TEST(Timing, SigmaGrowsAsTheSplitFadesAndTheNetDoubts) {
  EXPECT_LT(sigma_ms(Split{.contrast_db = 40}, 0.99F), sigma_ms(Split{.contrast_db = 20}, 0.99F));
  EXPECT_LT(sigma_ms(Split{.contrast_db = 20}, 0.99F), sigma_ms(Split{.contrast_db = 10}, 0.99F));
  EXPECT_LT(sigma_ms(Split{.contrast_db = 10}, 0.99F), sigma_ms(Split{.contrast_db = 10}, 0.6F));
  EXPECT_LT(sigma_ms(std::nullopt, 0.99F), sigma_ms(std::nullopt, 0.3F));
}

TEST(Timing, AVagueStrokeIsToldLaterTheDullerItsDrum) {
  for (const float sigma : {0.5F, 1.0F, 2.0F}) {
    EXPECT_GE(bias_ms(Voice::snare, 2 * sigma), bias_ms(Voice::snare, sigma));
    EXPECT_LE(bias_ms(Voice::hat_closed, sigma), bias_ms(Voice::tom_low, sigma));
    EXPECT_EQ(bias_ms(Voice::pad, sigma), 0);
  }
}

TEST(Timing, ASplitFarFromTheNetsTimeIsBelievedOnlyWhenItIsClear) {
  EXPECT_FALSE(believed({.contrast_db = 5, .apart_ms = 3}));
  EXPECT_TRUE(believed({.contrast_db = 30, .apart_ms = 3}));
}

}  // namespace
}  // namespace firstchair::ear
