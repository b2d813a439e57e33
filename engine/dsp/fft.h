// RealFft computes the power spectrum of a real frame.
//
// It is Stockham's self-sorting transform in radix 4 (Van Loan, "Computational Frameworks for the Fast
// Fourier Transform", 1992, 1.7), with real and imaginary parts apart so that compilers make vectors of it; a
// real frame goes in as a complex one of half the size.
#pragma once

#include <span>
#include <vector>

#include "engine/core/realtime.h"

namespace firstchair::dsp {

class RealFft {
 public:
  // [setup] `size` is a power of two, 8 at least.
  explicit RealFft(int size);

  int size() const { return size_; }
  int bins() const { return size_ / 2 + 1; }

  // [audio] Sets power[k] to |X[k]|^2 for k = 0 .. size/2, unscaled. frame.size() == size(), power.size() ==
  // bins().
  void power(std::span<const float> frame, std::span<float> power) FIRSTCHAIR_AUDIO;

 private:
  void transform() FIRSTCHAIR_AUDIO;

  int size_;
  std::vector<float> cos_, sin_;            // exp(-2 pi i k / size), k = 0 .. size-1
  std::vector<float> first_;                // the first stage's factors
  std::vector<float> re_, im_, re2_, im2_;  // size / 2 each
};

}  // namespace firstchair::dsp
