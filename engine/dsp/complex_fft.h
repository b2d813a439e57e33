// ComplexFft is the discrete Fourier transform of complex points and its inverse, by the transform that
// RealFft uses.
#pragma once

#include <span>
#include <vector>

#include "engine/core/realtime.h"

namespace firstchair::dsp {

class ComplexFft {
 public:
  // [setup] `size` is a power of two, 8 at least.
  explicit ComplexFft(int size);

  int size() const { return static_cast<int>(re_.size()); }
  // [audio] Sets X[k] = sum over n of x[n] exp(-2 pi i k n / size), unscaled. re.size() == im.size() ==
  // size().
  void forward(std::span<float> re, std::span<float> im) FIRSTCHAIR_AUDIO;
  // [audio] This is the inverse of forward() but for a factor of size(): forward and inverse multiply by it.
  void inverse(std::span<float> re, std::span<float> im) FIRSTCHAIR_AUDIO { forward(im, re); }

 private:
  std::vector<float> cos_, sin_, first_;
  std::vector<float> re_, im_, re2_, im2_;
};

}  // namespace firstchair::dsp
