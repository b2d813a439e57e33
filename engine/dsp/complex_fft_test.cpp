#include "engine/dsp/complex_fft.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace firstchair::dsp {
namespace {

TEST(ComplexFft, EqualsTheSumThatDefinesIt) {
  for (const int size : {8, 16, 128}) {
    std::mt19937 dice(static_cast<unsigned>(size));
    std::uniform_real_distribution<float> value(-1, 1);
    std::vector<float> re(static_cast<std::size_t>(size)), im(re.size());
    for (std::size_t n = 0; n < re.size(); ++n) re[n] = value(dice), im[n] = value(dice);
    std::vector<float> got_re = re, got_im = im;
    ComplexFft(size).forward(got_re, got_im);
    for (std::size_t k = 0; k < re.size(); ++k) {
      double sum_re = 0, sum_im = 0;
      for (std::size_t n = 0; n < re.size(); ++n) {
        const double turn = -2 * std::numbers::pi * static_cast<double>(k * n % re.size()) / size;
        const auto x = static_cast<double>(re[n]), y = static_cast<double>(im[n]);
        sum_re += x * std::cos(turn) - y * std::sin(turn);
        sum_im += x * std::sin(turn) + y * std::cos(turn);
      }
      EXPECT_NEAR(static_cast<double>(got_re[k]), sum_re, 1e-4) << size << " " << k;
      EXPECT_NEAR(static_cast<double>(got_im[k]), sum_im, 1e-4) << size << " " << k;
    }
  }
}

TEST(ComplexFft, ForwardAndInverseMultiplyBySize) {
  const int size = 1 << 15;
  std::mt19937 dice(3);
  std::uniform_real_distribution<float> value(-1, 1);
  std::vector<float> re(static_cast<std::size_t>(size)), im(re.size());
  for (std::size_t n = 0; n < re.size(); ++n) re[n] = value(dice), im[n] = value(dice);
  std::vector<float> got_re = re, got_im = im;
  ComplexFft fft(size);
  fft.forward(got_re, got_im);
  fft.inverse(got_re, got_im);
  for (std::size_t n = 0; n < re.size(); ++n) {
    ASSERT_NEAR(got_re[n] / static_cast<float>(size), re[n], 1e-5F);
    ASSERT_NEAR(got_im[n] / static_cast<float>(size), im[n], 1e-5F);
  }
}

}  // namespace
}  // namespace firstchair::dsp
