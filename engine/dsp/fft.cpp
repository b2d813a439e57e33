#include "engine/dsp/fft.h"

#include <cmath>
#include <numbers>

#include "engine/core/vector.h"

namespace firstchair {

RealFft::RealFft(int size) : size_(size) {
  const std::size_t n = static_cast<std::size_t>(size), half = n / 2;
  cos_.resize(n);
  sin_.resize(n);
  for (std::size_t k = 0; k < n; ++k) {
    const double turn = -2 * std::numbers::pi * static_cast<double>(k) / size;
    cos_[k] = static_cast<float>(std::cos(turn));
    sin_[k] = static_cast<float>(std::sin(turn));
  }
  for (std::vector<float>* part : {&re_, &im_, &re2_, &im2_}) part->resize(half);
}

FIRSTCHAIR_WIDE void RealFft::transform() FIRSTCHAIR_AUDIO {
  const std::size_t half = re_.size();
  std::size_t n = half, stride = 1;
  for (; n >= 4; n /= 4, stride *= 4) {
    const std::size_t quarter = n / 4, turn = 2 * stride;  // half / n twiddles apart, in a table of 2 * half
    for (std::size_t p = 0; p < quarter; ++p) {
      const float c1 = cos_[p * turn], s1 = sin_[p * turn], c2 = cos_[2 * p * turn], s2 = sin_[2 * p * turn],
                  c3 = cos_[3 * p * turn], s3 = sin_[3 * p * turn];
      const float* __restrict ar = re_.data() + stride * p;
      const float* __restrict ai = im_.data() + stride * p;
      const std::size_t step = stride * quarter;
      float* __restrict yr = re2_.data() + 4 * stride * p;
      float* __restrict yi = im2_.data() + 4 * stride * p;
      for (std::size_t q = 0; q < stride; ++q) {
        const float sum_r = ar[q] + ar[q + 2 * step], sum_i = ai[q] + ai[q + 2 * step];
        const float dif_r = ar[q] - ar[q + 2 * step], dif_i = ai[q] - ai[q + 2 * step];
        const float odd_r = ar[q + step] + ar[q + 3 * step], odd_i = ai[q + step] + ai[q + 3 * step];
        const float jod_r = ai[q + 3 * step] - ai[q + step], jod_i = ar[q + step] - ar[q + 3 * step];
        yr[q] = sum_r + odd_r;
        yi[q] = sum_i + odd_i;
        const float r1 = dif_r - jod_r, i1 = dif_i - jod_i;
        yr[q + stride] = c1 * r1 - s1 * i1;
        yi[q + stride] = c1 * i1 + s1 * r1;
        const float r2 = sum_r - odd_r, i2 = sum_i - odd_i;
        yr[q + 2 * stride] = c2 * r2 - s2 * i2;
        yi[q + 2 * stride] = c2 * i2 + s2 * r2;
        const float r3 = dif_r + jod_r, i3 = dif_i + jod_i;
        yr[q + 3 * stride] = c3 * r3 - s3 * i3;
        yi[q + 3 * stride] = c3 * i3 + s3 * r3;
      }
    }
    re_.swap(re2_);
    im_.swap(im2_);
  }
  if (n == 2) {
    for (std::size_t q = 0; q < stride; ++q) {
      re2_[q] = re_[q] + re_[q + stride];
      im2_[q] = im_[q] + im_[q + stride];
      re2_[q + stride] = re_[q] - re_[q + stride];
      im2_[q + stride] = im_[q] - im_[q + stride];
    }
    re_.swap(re2_);
    im_.swap(im2_);
  }
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

}  // namespace firstchair
