#include "engine/dsp/decimator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

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

TEST(Decimator, BlocksGiveWhatSamplesGive) {
  for (const int factor : {1, 3, 8}) {
    Decimator one(factor, 4), many(factor, 4);
    std::vector<float> sound, by_one, by_many;
    for (int n = 0; n < 5000; ++n) sound.push_back(static_cast<float>(std::sin(0.001 * n * n)));
    float out = 0;
    for (const float sample : sound)
      if (one.push(sample, out)) by_one.push_back(out);
    std::size_t at = 0;
    for (std::size_t size = 1; at < sound.size(); size = size * 7 % 509) {
      const std::span<const float> block =
          std::span<const float>(sound).subspan(at, std::min(size, sound.size() - at));
      const std::span<const float> outputs = many.push(block);
      by_many.insert(by_many.end(), outputs.begin(), outputs.end());
      at += block.size();
    }
    EXPECT_EQ(by_one, by_many) << factor;
  }
}

}  // namespace
}  // namespace firstchair::dsp
