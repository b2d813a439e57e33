// exp and log are made here from additions and multiplications alone: they are bit-equal on every machine,
// and plain enough for compilers to make vectors of. The relative error of fast_exp is under 3e-7, the
// absolute error of fast_log under 2e-6 (math_test.cpp).
#pragma once

#include <bit>
#include <cstdint>

namespace firstchair::nn {

// [audio] Returns e^x, clamped to e^-87 .. e^87.
inline float fast_exp(float x) {
  constexpr float kLog2E = 1.44269504F, kLn2High = 0.693359375F, kLn2Low = -2.12194440e-4F;
  x = x < -87 ? -87 : x > 87 ? 87 : x;
  const float shifted = x * kLog2E + 12582912.0F;  // rounds to the nearest whole number
  const float whole = shifted - 12582912.0F;
  const float r = (x - whole * kLn2High) - whole * kLn2Low;  // |r| <= ln 2 / 2
  const float p =
      1 +
      r * (1 + r * (0.5F + r * (1.6666667e-1F + r * (4.1666668e-2F + r * (8.333337e-3F + r * 1.3888e-3F)))));
  return p * std::bit_cast<float>((static_cast<std::int32_t>(whole) + 127) << 23);
}

// [audio] Returns ln x for normal x > 0 (Cephes' polynomial around 1).
inline float fast_log(float x) {
  const std::int32_t bits = std::bit_cast<std::int32_t>(x);
  // The mantissa goes to sqrt(1/2) .. sqrt(2).
  const std::int32_t exponent = (bits - 0x3F3504F3) >> 23;
  const float m = std::bit_cast<float>(bits - (exponent << 23)) - 1;
  const float m2 = m * m;
  float p = 7.0376836292e-2F;
  p = p * m - 1.1514610310e-1F;
  p = p * m + 1.1676998740e-1F;
  p = p * m - 1.2420140846e-1F;
  p = p * m + 1.4249322787e-1F;
  p = p * m - 1.6668057665e-1F;
  p = p * m + 2.0000714765e-1F;
  p = p * m - 2.4999993993e-1F;
  p = p * m + 3.3333331174e-1F;
  return m + (m2 * m * p - 0.5F * m2) + static_cast<float>(exponent) * 0.69314718056F;
}

inline float sigmoid(float x) {
  return 1 / (1 + fast_exp(-x));
}
inline float fast_tanh(float x) {
  return 1 - 2 / (1 + fast_exp(2 * x));
}

}  // namespace firstchair::nn
