#include "engine/nn/math.h"

#include <gtest/gtest.h>

#include <cmath>

namespace firstchair::nn {
namespace {

TEST(NnMath, ExpIsRightToSevenDigits) {
  for (double x = -87; x <= 87; x += 0.00371) {
    const double truth = std::exp(static_cast<double>(static_cast<float>(x)));
    EXPECT_NEAR(static_cast<double>(fast_exp(static_cast<float>(x))) / truth, 1, 3e-7) << x;
  }
  EXPECT_EQ(fast_exp(-1000), fast_exp(-87));
  EXPECT_EQ(fast_exp(1000), fast_exp(87));
}

TEST(NnMath, LogIsRightToSixDigits) {
  for (double x = 1e-30; x < 1e30; x *= 1.0123) {
    const float rounded = static_cast<float>(x);
    EXPECT_NEAR(static_cast<double>(fast_log(rounded)), std::log(static_cast<double>(rounded)), 8e-6) << x;
  }
  for (double x = 0.5; x < 2; x += 0.0007)
    EXPECT_NEAR(static_cast<double>(fast_log(static_cast<float>(x))),
                std::log(static_cast<double>(static_cast<float>(x))), 2e-7);
}

TEST(NnMath, SigmoidAndTanhStayInsideTheirRange) {
  for (float x = -200; x <= 200; x += 0.25F) {
    EXPECT_GE(sigmoid(x), 0);
    EXPECT_LE(sigmoid(x), 1);
    EXPECT_NEAR(fast_tanh(x), std::tanh(x), 1e-6);
  }
}

}  // namespace
}  // namespace firstchair::nn
