#include "engine/dsp/stockham.h"

#include <cmath>
#include <cstring>
#include <numbers>

#include "engine/core/vector.h"

namespace firstchair::dsp {

void fill_factors(std::size_t points, std::vector<float>& cos, std::vector<float>& sin,
                  std::vector<float>& first) {
  const std::size_t n = 2 * points, quarter = points / 4;
  cos.resize(n);
  sin.resize(n);
  for (std::size_t k = 0; k < n; ++k) {
    const double turn = -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n);
    cos[k] = static_cast<float>(std::cos(turn));
    sin[k] = static_cast<float>(std::sin(turn));
  }
  // What the first stage turns by, each factor's values side by side.
  first.resize(6 * quarter);
  for (std::size_t p = 0; p < quarter; ++p) {
    for (std::size_t f = 0; f < 3; ++f) {
      first[2 * f * quarter + p] = cos[2 * (f + 1) * p];
      first[(2 * f + 1) * quarter + p] = sin[2 * (f + 1) * p];
    }
  }
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

FIRSTCHAIR_WIDE void stockham(const StockhamFactors& factors, std::vector<float>& re, std::vector<float>& im,
                              std::vector<float>& re2, std::vector<float>& im2) FIRSTCHAIR_AUDIO {
  const std::size_t half = re.size();
  std::size_t n = half, stride = 1;
  for (; n >= 4; n /= 4, stride *= 4) {
    const std::size_t quarter = n / 4, turn = 2 * stride;  // half / n twiddles apart, in a table of 2 * half
    const std::size_t step = stride * quarter;
    if (stride == 1 && quarter >= kLanes) {
      // Side by side are the butterflies; what they give goes four places apart.
      for (std::size_t p = 0; p < quarter; p += kLanes) {
        Vec c[3], s[3];
        for (std::size_t f = 0; f < 3; ++f) {
          get(c[f], factors.first.data() + 2 * f * quarter + p);
          get(s[f], factors.first.data() + (2 * f + 1) * quarter + p);
        }
        const Butterfly<Vec> b(re.data() + p, im.data() + p, step, c, s);
        float* yr = re2.data() + 4 * p;
        float* yi = im2.data() + 4 * p;
        for (std::size_t l = 0; l < kLanes; ++l, yr += 4, yi += 4) {
          for (std::size_t k = 0; k < 4; ++k) {
            yr[k] = b.r[k][l];
            yi[k] = b.i[k][l];
          }
        }
      }
    } else {
      for (std::size_t p = 0; p < quarter; ++p) {
        const float c[3] = {factors.cos[p * turn], factors.cos[2 * p * turn], factors.cos[3 * p * turn]};
        const float s[3] = {factors.sin[p * turn], factors.sin[2 * p * turn], factors.sin[3 * p * turn]};
        const float* from_re = re.data() + stride * p;
        const float* from_im = im.data() + stride * p;
        float* yr = re2.data() + 4 * stride * p;
        float* yi = im2.data() + 4 * stride * p;
        std::size_t q = row<Vec>(0, stride, from_re, from_im, step, c, s, yr, yi);
        q = row<HalfVec>(q, stride, from_re, from_im, step, c, s, yr, yi);
        row<float>(q, stride, from_re, from_im, step, c, s, yr, yi);
      }
    }
    re.swap(re2);
    im.swap(im2);
  }
  if (n == 2) {
    for (std::size_t q = 0; q < stride; ++q) {
      re2[q] = re[q] + re[q + stride];
      im2[q] = im[q] + im[q + stride];
      re2[q + stride] = re[q] - re[q + stride];
      im2[q + stride] = im[q] - im[q + stride];
    }
    re.swap(re2);
    im.swap(im2);
  }
}

}  // namespace firstchair::dsp
