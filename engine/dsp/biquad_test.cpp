#include "engine/dsp/biquad.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numbers>

namespace firstchair::dsp {
namespace {

float gain_at(Biquad filter, double hz, double rate) {
  float peak = 0;
  const int settle = static_cast<int>(rate / 2);
  for (int n = 0; n < 2 * settle; ++n) {
    const float out = filter(static_cast<float>(std::sin(2 * std::numbers::pi * hz * n / rate)));
    if (n > settle) peak = std::max(peak, std::abs(out));
  }
  return peak;
}

TEST(Biquad, IsThreeDecibelsDownAtItsCorner) {
  for (const double rate : {8000.0, 44100.0, 48000.0}) {
    EXPECT_NEAR(gain_at(Biquad::high_pass(300, rate), 300, rate), std::sqrt(0.5), 0.01);
    EXPECT_NEAR(gain_at(Biquad::low_pass(300, rate), 300, rate), std::sqrt(0.5), 0.01);
  }
}

TEST(Biquad, FallsTwelveDecibelsAnOctaveOnItsStopSide) {
  EXPECT_NEAR(gain_at(Biquad::high_pass(300, 48000), 37.5, 48000), 1.0 / 64, 0.001);
  EXPECT_NEAR(gain_at(Biquad::low_pass(300, 48000), 2400, 48000), 1.0 / 64, 0.002);
}

TEST(Biquad, SettledOnAConstantItStaysThere) {
  Biquad high = Biquad::high_pass(300, 44100), low = Biquad::low_pass(300, 44100);
  high.settle(0.7F);
  low.settle(0.7F);
  for (int n = 0; n < 1000; ++n) {
    ASSERT_NEAR(high(0.7F), 0, 1e-6);
    ASSERT_NEAR(low(0.7F), 0.7F, 1e-6);
  }
}

}  // namespace
}  // namespace firstchair::dsp
