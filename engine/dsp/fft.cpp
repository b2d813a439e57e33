#include "engine/dsp/fft.h"

#include <cmath>
#include <cstring>
#include <numbers>

#include "engine/core/vector.h"

namespace firstchair::dsp {

RealFft::RealFft(int size) : size_(size) {
  const std::size_t n = static_cast<std::size_t>(size), half = n / 2;
  cos_.resize(n);
  sin_.resize(n);
  for (std::size_t k = 0; k < n; ++k) {
    const double turn = -2 * std::numbers::pi * static_cast<double>(k) / size;
    cos_[k] = static_cast<float>(std::cos(turn));
    sin_[k] = static_cast<float>(std::sin(turn));
  }
  // What the first stage turns by, each factor's values side by side.
  const std::size_t quarter = half / 4;
  first_.resize(6 * quarter);
  for (std::size_t p = 0; p < quarter; ++p) {
    for (std::size_t f = 0; f < 3; ++f) {
      first_[2 * f * quarter + p] = cos_[2 * (f + 1) * p];
      first_[(2 * f + 1) * quarter + p] = sin_[2 * (f + 1) * p];
    }
  }
  for (std::vector<float>* part : {&re_, &im_, &re2_, &im2_}) part->resize(half);
}

namespace {

// Through memory: clang refuses to hand wide vectors between functions of which only one may use AVX.
template <class T>
inline __attribute__((always_inline)) void get(T& to, const float* from) {
  std::memcpy(&to, from, sizeof to);
}

// Radix-4 butterflies: T is a float, or a vector of them that lie side by side. The four points are `step`
// apart.
template <class T>
struct Butterfly {
  T r[4], i[4];

  inline __attribute__((always_inline)) Butterfly(const float* re, const float* im, std::size_t step,
                                                  const T (&c)[3], const T (&s)[3]) {
    T ar, ai, br, bi, cr, ci, dr, di;
    get(ar, re), get(br, re + step), get(cr, re + 2 * step), get(dr, re + 3 * step);
    get(ai, im), get(bi, im + step), get(ci, im + 2 * step), get(di, im + 3 * step);
    const T sum_r = ar + cr, sum_i = ai + ci;
    const T dif_r = ar - cr, dif_i = ai - ci;
    const T odd_r = br + dr, odd_i = bi + di;
    const T jod_r = di - bi, jod_i = br - dr;
    r[0] = sum_r + odd_r;
    i[0] = sum_i + odd_i;
    const T tr[3] = {dif_r - jod_r, sum_r - odd_r, dif_r + jod_r};
    const T ti[3] = {dif_i - jod_i, sum_i - odd_i, dif_i + jod_i};
    for (int k = 0; k < 3; ++k) {
      r[k + 1] = c[k] * tr[k] - s[k] * ti[k];
      i[k + 1] = c[k] * ti[k] + s[k] * tr[k];
    }
  }
};

// Butterflies q .. of one p of a later stage, as many as fit.
template <class T>
inline __attribute__((always_inline)) std::size_t row(std::size_t q, std::size_t stride, const float* re,
                                                      const float* im, std::size_t step, const float* c,
                                                      const float* s, float* yr, float* yi) {
  constexpr std::size_t kWidth = sizeof(T) / sizeof(float);
  const T cs[3] = {T{} + c[0], T{} + c[1], T{} + c[2]}, ss[3] = {T{} + s[0], T{} + s[1], T{} + s[2]};
  for (; q + kWidth <= stride; q += kWidth) {
    const Butterfly<T> b(re + q, im + q, step, cs, ss);
    for (std::size_t k = 0; k < 4; ++k) {
      std::memcpy(yr + q + k * stride, &b.r[k], sizeof(T));
      std::memcpy(yi + q + k * stride, &b.i[k], sizeof(T));
    }
  }
  return q;
}

}  // namespace

FIRSTCHAIR_WIDE void RealFft::transform() FIRSTCHAIR_AUDIO {
  const std::size_t half = re_.size();
  std::size_t n = half, stride = 1;
  for (; n >= 4; n /= 4, stride *= 4) {
    const std::size_t quarter = n / 4, turn = 2 * stride;  // half / n twiddles apart, in a table of 2 * half
    const std::size_t step = stride * quarter;
    if (stride == 1 && quarter >= kLanes) {
      // Side by side are the butterflies; what they give goes four places apart.
      for (std::size_t p = 0; p < quarter; p += kLanes) {
        Vec c[3], s[3];
        for (std::size_t f = 0; f < 3; ++f) {
          get(c[f], first_.data() + 2 * f * quarter + p);
          get(s[f], first_.data() + (2 * f + 1) * quarter + p);
        }
        const Butterfly<Vec> b(re_.data() + p, im_.data() + p, step, c, s);
        float* yr = re2_.data() + 4 * p;
        float* yi = im2_.data() + 4 * p;
        for (std::size_t l = 0; l < kLanes; ++l, yr += 4, yi += 4) {
          for (std::size_t k = 0; k < 4; ++k) {
            yr[k] = b.r[k][l];
            yi[k] = b.i[k][l];
          }
        }
      }
    } else {
      for (std::size_t p = 0; p < quarter; ++p) {
        const float c[3] = {cos_[p * turn], cos_[2 * p * turn], cos_[3 * p * turn]};
        const float s[3] = {sin_[p * turn], sin_[2 * p * turn], sin_[3 * p * turn]};
        const float* re = re_.data() + stride * p;
        const float* im = im_.data() + stride * p;
        float* yr = re2_.data() + 4 * stride * p;
        float* yi = im2_.data() + 4 * stride * p;
        std::size_t q = row<Vec>(0, stride, re, im, step, c, s, yr, yi);
        q = row<HalfVec>(q, stride, re, im, step, c, s, yr, yi);
        row<float>(q, stride, re, im, step, c, s, yr, yi);
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

}  // namespace firstchair::dsp
