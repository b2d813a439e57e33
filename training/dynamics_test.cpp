#include "training/dynamics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace firstchair::training {
namespace {

constexpr std::size_t kSecond = 44100;

// A tone that dies away from frame `at` on, 20 dB in a tenth of a second.
Sound struck(std::size_t at, double peak) {
  Sound sound(kSecond);
  for (std::size_t i = at; i < sound.size(); ++i) {
    const double t = static_cast<double>(i - at) / kSecond;
    sound[i] = static_cast<float>(peak * std::sin(2 * 3.14159265 * 500 * t) * std::pow(10, -10 * t));
  }
  return sound;
}

double loudest(const Sound& sound, double from, double to) {
  float peak = 0;
  for (std::size_t i = static_cast<std::size_t>(from * kSecond); i < static_cast<std::size_t>(to * kSecond);
       ++i)
    peak = std::max(peak, std::abs(sound[i]));
  return static_cast<double>(peak);
}

TEST(Dynamics, ALimiterKeepsEverythingUnderItsLimitAndLeavesWhatIsSofter) {
  Sound sound = struck(4410, 1);
  const Sound soft = struck(4410, 0.2);
  limit(sound, 0.5, 0.05);
  EXPECT_LE(loudest(sound, 0, 1), 0.5 + 1e-6);
  EXPECT_GT(loudest(sound, 0, 1), 0.4);
  Sound untouched = soft;
  limit(untouched, 0.5, 0.05);
  EXPECT_EQ(untouched, soft);
}

TEST(Dynamics, AGateLeavesTheStrokeAndShutsItsTail) {
  Sound sound = struck(4410, 1);
  const Sound before = sound;
  gate(sound, 0.1, 0.001, 0.05, 0.02);
  EXPECT_NEAR(loudest(sound, 0.1, 0.15), loudest(before, 0.1, 0.15), 0.05);
  EXPECT_LT(loudest(sound, 0.5, 0.6), 0.1 * loudest(before, 0.5, 0.6));
}

TEST(Dynamics, ABellRaisesItsOwnBandAlone) {
  Sound there = struck(0, 0.5), elsewhere = there;
  bell(there, 500, 1, 12);
  bell(elsewhere, 8000, 1, 12);
  EXPECT_NEAR(20 * std::log10(loudest(there, 0.05, 0.2) / loudest(struck(0, 0.5), 0.05, 0.2)), 12, 1);
  EXPECT_NEAR(20 * std::log10(loudest(elsewhere, 0.05, 0.2) / loudest(struck(0, 0.5), 0.05, 0.2)), 0, 0.5);
}

TEST(Dynamics, ACompressorTakesBackWhatIsLoud) {
  Sound loud = struck(0, 1), soft = struck(0, 0.01);
  compress(loud, 0.05, 4, 0.002, 0.1);
  compress(soft, 0.05, 4, 0.002, 0.1);
  EXPECT_LT(loudest(loud, 0.02, 0.1), 0.5);
  EXPECT_EQ(soft, struck(0, 0.01));
}

}  // namespace
}  // namespace firstchair::training
