#include "engine/ear/timing.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "testing/damaged.h"

namespace firstchair::ear {

extern const std::string_view kTimingFileName;
extern const std::span<const std::uint8_t> kTimingFile;

namespace {

const Timing timing = *Timing::make();

TEST(Timing, AClearAttackHasTheLeastSigmaAndNoBias) {
  const float clear = timing.sigma_ms(Split{.contrast_db = 40, .apart_ms = 0.2F}, 0.99F);
  EXPECT_LT(clear, 0.4F);
  for (int v = 0; v < kVoiceCount; ++v) EXPECT_EQ(timing.bias_ms(static_cast<Voice>(v), clear), 0);
}

TEST(Timing, SigmaGrowsAsTheSplitFadesAndTheNetDoubts) {
  EXPECT_LT(timing.sigma_ms(Split{.contrast_db = 40}, 0.99F),
            timing.sigma_ms(Split{.contrast_db = 20}, 0.99F));
  EXPECT_LT(timing.sigma_ms(Split{.contrast_db = 20}, 0.99F),
            timing.sigma_ms(Split{.contrast_db = 10}, 0.99F));
  EXPECT_LT(timing.sigma_ms(Split{.contrast_db = 10}, 0.99F),
            timing.sigma_ms(Split{.contrast_db = 10}, 0.6F));
  EXPECT_LT(timing.sigma_ms(std::nullopt, 0.99F), timing.sigma_ms(std::nullopt, 0.3F));
}

TEST(Timing, AVagueStrokeIsToldLaterTheDullerItsDrum) {
  for (const float sigma : {0.5F, 1.0F, 2.0F}) {
    EXPECT_GE(timing.bias_ms(Voice::snare, 2 * sigma), timing.bias_ms(Voice::snare, sigma));
    EXPECT_LE(timing.bias_ms(Voice::hat_closed, sigma), timing.bias_ms(Voice::tom_low, sigma));
    EXPECT_EQ(timing.bias_ms(Voice::pad, sigma), 0);
  }
}

TEST(Timing, ASplitFarFromTheNetsTimeIsBelievedOnlyWhenItIsClear) {
  EXPECT_FALSE(timing.believed({.contrast_db = 5, .apart_ms = 3}));
  EXPECT_TRUE(timing.believed({.contrast_db = 30, .apart_ms = 3}));
}

TEST(Timing, ACutOrAlteredFileIsRefused) {
  testing::expect_damage_is_refused(
      kTimingFileName, kTimingFile,
      [](std::string_view name, std::span<const std::uint8_t> bytes) { return Timing::make(name, bytes); });
}

TEST(Timing, BoundsThatDoNotRiseToTheirEndAreRefused) {
  std::string text(kTimingFile.begin(), kTimingFile.end());
  text.replace(text.find("1000000000"), 10, "30");
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  const Result<Timing> made = Timing::make("timing.weights", bytes);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().what, "the bounds of its rows do not rise to their end");
}

}  // namespace
}  // namespace firstchair::ear
