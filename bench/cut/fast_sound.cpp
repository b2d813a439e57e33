#include "bench/cut/fast_sound.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "engine/dsp/complex_fft.h"

namespace firstchair::bench {

std::vector<float> convolved(const std::vector<float>& x, const std::vector<float>& h) {
  std::size_t size = 64;
  while (size < 4 * h.size()) size *= 2;
  const std::size_t block = size - h.size() + 1;
  dsp::ComplexFft fft(static_cast<int>(size));
  std::vector<float> filter_re(size), filter_im(size), re(size), im(size), out(x.size());
  std::copy(h.begin(), h.end(), filter_re.begin());
  fft.forward(filter_re, filter_im);
  const float scale = 1 / static_cast<float>(size);
  // The response is real, so that two blocks go through it at once: one as the real part, one as the other.
  for (std::size_t at = 0; at < x.size(); at += 2 * block) {
    const auto put = [&](std::size_t from, std::vector<float>& into) {
      std::fill(into.begin(), into.end(), 0.0F);
      if (from < x.size())
        std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(from), std::min(block, x.size() - from),
                    into.begin());
    };
    put(at, re);
    put(at + block, im);
    fft.forward(re, im);
    for (std::size_t k = 0; k < size; ++k) {
      const float r = re[k] * filter_re[k] - im[k] * filter_im[k],
                  i = re[k] * filter_im[k] + im[k] * filter_re[k];
      re[k] = scale * r;
      im[k] = scale * i;
    }
    fft.inverse(re, im);
    for (std::size_t n = 0; n < size && at + n < out.size(); ++n) out[at + n] += re[n];
    for (std::size_t n = 0; n < size && at + block + n < out.size(); ++n) out[at + block + n] += im[n];
  }
  return out;
}

std::vector<float> resampled(const std::vector<float>& in, double from_rate, double to_rate) {
  constexpr std::size_t kPlaces = 1024;
  const double step = from_rate / to_rate, cutoff = std::min(1.0, 1 / step) * 0.95;
  const auto half = static_cast<std::size_t>(std::ceil(24 * std::max(1.0, step)));
  // table[p]: the weights of the samples 1 - half .. half about a time p / kPlaces after one.
  std::vector<std::vector<float>> table(kPlaces + 1, std::vector<float>(2 * half));
  for (std::size_t p = 0; p <= kPlaces; ++p)
    for (std::size_t k = 0; k < 2 * half; ++k) {
      const double d =
          static_cast<double>(p) / kPlaces - (static_cast<double>(k) + 1 - static_cast<double>(half));
      const double x = std::numbers::pi * cutoff * d;
      const double sinc = std::abs(x) < 1e-9 ? 1 : std::sin(x) / x;
      table[p][k] = static_cast<float>(
          cutoff * sinc * (0.5 + 0.5 * std::cos(std::numbers::pi * d / static_cast<double>(half))));
    }
  std::vector<float> padded(in.size() + 2 * half + 1);
  std::copy(in.begin(), in.end(), padded.begin() + static_cast<std::ptrdiff_t>(half));
  std::vector<float> out(static_cast<std::size_t>(static_cast<double>(in.size()) / step));
  for (std::size_t n = 0; n < out.size(); ++n) {
    const double at = static_cast<double>(n) * step, whole = std::floor(at), place = (at - whole) * kPlaces;
    const auto p = static_cast<std::size_t>(place);
    const float between = static_cast<float>(place - static_cast<double>(p));
    const float* sample = padded.data() + static_cast<std::size_t>(whole) + 1;
    const float *low = table[p].data(), *high = table[p + 1].data();
    float first[8] = {}, second[8] = {};  // sums that need not wait for each other
    std::size_t k = 0;
    for (; k + 8 <= 2 * half; k += 8)
      for (std::size_t lane = 0; lane < 8; ++lane) {
        first[lane] += sample[k + lane] * low[k + lane];
        second[lane] += sample[k + lane] * high[k + lane];
      }
    float at_low = 0, at_high = 0;
    for (; k < 2 * half; ++k) at_low += sample[k] * low[k], at_high += sample[k] * high[k];
    for (std::size_t lane = 0; lane < 8; ++lane) at_low += first[lane], at_high += second[lane];
    out[n] = at_low + between * (at_high - at_low);
  }
  return out;
}

}  // namespace firstchair::bench
