#include "engine/dsp/decimator.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace firstchair::dsp {
namespace {

TEST(Decimator, OutputNStandsForInputNTimesFactorLessTheDelay) {
  for (const int factor : {1, 2, 3, 4}) {
    Decimator decimator(factor);
    const auto tone = [](double n) { return std::sin(2 * std::numbers::pi * 0.01 * n); };
    int outputs = 0;
    for (int n = 0; n < 4000; ++n) {
      float out = 0;
      if (!decimator.push(static_cast<float>(tone(n)), out)) continue;
      const int stands_for = outputs++ * factor - decimator.delay();
      if (n <= 500) continue;
      EXPECT_NEAR(out, tone(stands_for), 0.002) << factor;
    }
    EXPECT_EQ(outputs, (4000 + factor - 1) / factor);
  }
}

TEST(Decimator, WhatWouldFoldIsGone) {
  Decimator decimator(4);
  for (int n = 0; n < 4000; ++n) {
    float out = 0;
    const float tone = static_cast<float>(std::sin(2 * std::numbers::pi * 0.2 * n));
    if (!decimator.push(tone, out) || n <= 500) continue;
    EXPECT_LT(std::abs(out), 1e-3);
  }
}

TEST(Decimator, AConstantFromTheFirstSampleIsAConstant) {
  Decimator decimator(2);
  for (int n = 0; n < 200; ++n) {
    float out = 0;
    if (!decimator.push(0.5F, out)) continue;
    EXPECT_NEAR(out, 0.5F, 1e-5);
  }
}

}  // namespace
}  // namespace firstchair::dsp
