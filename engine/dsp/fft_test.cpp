#include "engine/dsp/fft.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

namespace firstchair::dsp {
namespace {

TEST(RealFft, AgreesWithTheSumThatDefinesIt) {
  for (const int size : {8, 16, 64, 128, 256, 512, 1024}) {
    std::vector<float> frame(static_cast<std::size_t>(size));
    for (int n = 0; n < size; ++n)
      frame[static_cast<std::size_t>(n)] = static_cast<float>((n * 7919) % 101) / 50 - 1;
    RealFft fft(size);
    std::vector<float> power(static_cast<std::size_t>(fft.bins()));
    fft.power(frame, power);
    for (int k = 0; k <= size / 2; ++k) {
      std::complex<double> sum = 0;
      for (int n = 0; n < size; ++n) {
        sum += static_cast<double>(frame[static_cast<std::size_t>(n)]) *
               std::polar(1.0, -2 * std::numbers::pi * ((k * n) % size) / size);
      }
      EXPECT_NEAR(power[static_cast<std::size_t>(k)], std::norm(sum), 1e-3 + 1e-4 * std::norm(sum))
          << size << " " << k;
    }
  }
}

}  // namespace
}  // namespace firstchair::dsp
