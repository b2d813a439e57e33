// Stockham's self-sorting transform in radix 4, which RealFft and ComplexFft share: the points' real and
// imaginary parts are apart, so that compilers make vectors of it.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/core/realtime.h"

namespace firstchair::dsp {

struct StockhamFactors {
  // exp(-2 pi i k / (2 points)), k = 0 .. 2 points - 1, and what the first stage turns by.
  const std::vector<float>&cos, &sin, &first;
};
// [setup] Fills the factors for so many points, a power of two, 4 at least.
void fill_factors(std::size_t points, std::vector<float>& cos, std::vector<float>& sin,
                  std::vector<float>& first);

// [audio] Sets re + i im to its discrete Fourier transform, unscaled. re2 and im2 are room to work in; all
// four are as long as the factors' points.
void stockham(const StockhamFactors& factors, std::vector<float>& re, std::vector<float>& im,
              std::vector<float>& re2, std::vector<float>& im2) FIRSTCHAIR_AUDIO;

}  // namespace firstchair::dsp
