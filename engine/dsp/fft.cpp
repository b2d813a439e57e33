#include "engine/dsp/fft.h"

#include <cmath>
#include <cstring>
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

// Four points of a radix-4 stage, turned: T is a float or a vector of them.
template <class T>
struct Butterfly {
  T r0, i0, r1, i1, r2, i2, r3, i3;

  Butterfly(const T& ar, const T& ai, const T& br, const T& bi, const T& cr, const T& ci, const T& dr,
            const T& di, const T& c1, const T& s1, const T& c2, const T& s2, const T& c3, const T& s3) {
    const T sum_r = ar + cr, sum_i = ai + ci;
    const T dif_r = ar - cr, dif_i = ai - ci;
    const T odd_r = br + dr, odd_i = bi + di;
    const T jod_r = di - bi, jod_i = br - dr;
    r0 = sum_r + odd_r;
    i0 = sum_i + odd_i;
    const T tr1 = dif_r - jod_r, ti1 = dif_i - jod_i;
    r1 = c1 * tr1 - s1 * ti1;
    i1 = c1 * ti1 + s1 * tr1;
    const T tr2 = sum_r - odd_r, ti2 = sum_i - odd_i;
    r2 = c2 * tr2 - s2 * ti2;
    i2 = c2 * ti2 + s2 * tr2;
    const T tr3 = dif_r + jod_r, ti3 = dif_i + jod_i;
    r3 = c3 * tr3 - s3 * ti3;
    i3 = c3 * ti3 + s3 * tr3;
  }
};

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
        const float* ar = re_.data() + p;
        const float* ai = im_.data() + p;
        const float* w = first_.data() + p;
        const Butterfly<Vec> b(vec_at(ar), vec_at(ai), vec_at(ar + step), vec_at(ai + step),
                               vec_at(ar + 2 * step), vec_at(ai + 2 * step), vec_at(ar + 3 * step),
                               vec_at(ai + 3 * step), vec_at(w), vec_at(w + quarter), vec_at(w + 2 * quarter),
                               vec_at(w + 3 * quarter), vec_at(w + 4 * quarter), vec_at(w + 5 * quarter));
        float* yr = re2_.data() + 4 * p;
        float* yi = im2_.data() + 4 * p;
        for (std::size_t l = 0; l < kLanes; ++l, yr += 4, yi += 4) {
          yr[0] = b.r0[l], yr[1] = b.r1[l], yr[2] = b.r2[l], yr[3] = b.r3[l];
          yi[0] = b.i0[l], yi[1] = b.i1[l], yi[2] = b.i2[l], yi[3] = b.i3[l];
        }
      }
    } else {
      for (std::size_t p = 0; p < quarter; ++p) {
        const float c1 = cos_[p * turn], s1 = sin_[p * turn], c2 = cos_[2 * p * turn],
                    s2 = sin_[2 * p * turn], c3 = cos_[3 * p * turn], s3 = sin_[3 * p * turn];
        const float* ar = re_.data() + stride * p;
        const float* ai = im_.data() + stride * p;
        float* yr = re2_.data() + 4 * stride * p;
        float* yi = im2_.data() + 4 * stride * p;
        const auto row = [&]<class T>(std::size_t q, const auto& at, const T&) {
          const Butterfly<T> b(at(ar + q), at(ai + q), at(ar + q + step), at(ai + q + step),
                               at(ar + q + 2 * step), at(ai + q + 2 * step), at(ar + q + 3 * step),
                               at(ai + q + 3 * step), T{} + c1, T{} + s1, T{} + c2, T{} + s2, T{} + c3,
                               T{} + s3);
          std::memcpy(yr + q, &b.r0, sizeof(T));
          std::memcpy(yi + q, &b.i0, sizeof(T));
          std::memcpy(yr + q + stride, &b.r1, sizeof(T));
          std::memcpy(yi + q + stride, &b.i1, sizeof(T));
          std::memcpy(yr + q + 2 * stride, &b.r2, sizeof(T));
          std::memcpy(yi + q + 2 * stride, &b.i2, sizeof(T));
          std::memcpy(yr + q + 3 * stride, &b.r3, sizeof(T));
          std::memcpy(yi + q + 3 * stride, &b.i3, sizeof(T));
        };
        std::size_t q = 0;
        for (; q + kLanes <= stride; q += kLanes) row(q, [](const float* x) { return vec_at(x); }, Vec{});
        for (; q + 4 <= stride; q += 4) {
          row(q, [](const float* x) { return half_at(x); }, HalfVec{});
        }
        for (; q < stride; ++q) row(q, [](const float* x) { return *x; }, 0.0F);
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
