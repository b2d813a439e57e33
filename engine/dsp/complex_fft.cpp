#include "engine/dsp/complex_fft.h"

#include <algorithm>

#include "engine/dsp/stockham.h"

namespace firstchair::dsp {

ComplexFft::ComplexFft(int size) {
  const std::size_t points = static_cast<std::size_t>(size);
  fill_factors(points, cos_, sin_, first_);
  for (std::vector<float>* part : {&re_, &im_, &re2_, &im2_}) part->resize(points);
}

void ComplexFft::forward(std::span<float> re, std::span<float> im) FIRSTCHAIR_AUDIO {
  std::copy(re.begin(), re.end(), re_.begin());
  std::copy(im.begin(), im.end(), im_.begin());
  stockham({cos_, sin_, first_}, re_, im_, re2_, im2_);
  std::copy(re_.begin(), re_.end(), re.begin());
  std::copy(im_.begin(), im_.end(), im.begin());
}

}  // namespace firstchair::dsp
