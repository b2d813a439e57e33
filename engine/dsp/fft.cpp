#include "engine/dsp/fft.h"

#include "engine/dsp/stockham.h"

namespace firstchair::dsp {

RealFft::RealFft(int size) : size_(size) {
  const std::size_t half = static_cast<std::size_t>(size) / 2;
  fill_factors(half, cos_, sin_, first_);
  for (std::vector<float>* part : {&re_, &im_, &re2_, &im2_}) part->resize(half);
}

void RealFft::transform() FIRSTCHAIR_AUDIO {
  stockham({cos_, sin_, first_}, re_, im_, re2_, im2_);
}

void RealFft::power(std::span<const float> frame, std::span<float> power) FIRSTCHAIR_AUDIO {
  const std::size_t half = re_.size();
  for (std::size_t k = 0; k < half; ++k) {
    re_[k] = frame[2 * k];
    im_[k] = frame[2 * k + 1];
  }
  transform();
  const auto square = [](float x) { return x * x; };
  power[0] = square(re_[0] + im_[0]);
  power[half] = square(re_[0] - im_[0]);
  // X[k] = E[k] + w^k O[k], the spectra of the even and odd samples: E = (Z[k] + Z*[-k]) / 2, O = (Z[k] -
  // Z*[-k]) / 2i.
  for (std::size_t k = 1; k < half; ++k) {
    const float er = 0.5F * (re_[k] + re_[half - k]), ei = 0.5F * (im_[k] - im_[half - k]);
    const float odd_r = 0.5F * (im_[k] + im_[half - k]), odd_i = 0.5F * (re_[half - k] - re_[k]);
    power[k] =
        square(er + cos_[k] * odd_r - sin_[k] * odd_i) + square(ei + cos_[k] * odd_i + sin_[k] * odd_r);
  }
}

}  // namespace firstchair::dsp
