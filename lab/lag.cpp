#include "lab/lag.h"

#include <complex>
#include <unsupported/Eigen/FFT>

namespace firstchair::lab {
namespace {

std::vector<std::complex<float>> spectrum_of_steps(const std::vector<float>& sound, std::size_t size,
                                                   Eigen::FFT<float>& fft) {
  std::vector<float> steps(size);
  for (std::size_t i = 1; i < sound.size(); ++i) steps[i] = sound[i] - sound[i - 1];
  std::vector<std::complex<float>> spectrum;
  fft.fwd(spectrum, steps);
  return spectrum;
}

}  // namespace

std::int64_t lag_of(const std::vector<float>& early, const std::vector<float>& late, std::int64_t limit) {
  std::size_t size = 1;
  while (size < std::max(early.size(), late.size()) + static_cast<std::size_t>(limit)) size *= 2;
  Eigen::FFT<float> fft;
  const std::vector<std::complex<float>> a = spectrum_of_steps(early, size, fft);
  std::vector<std::complex<float>> b = spectrum_of_steps(late, size, fft);
  for (std::size_t k = 0; k < b.size(); ++k) b[k] *= std::conj(a[k]);
  std::vector<float> likeness;
  fft.inv(likeness, b);
  const auto at = [&](std::int64_t lag) {
    return likeness[static_cast<std::size_t>(lag < 0 ? lag + static_cast<std::int64_t>(size) : lag)];
  };
  std::int64_t best = 0;
  for (std::int64_t lag = -limit; lag <= limit; ++lag) {
    if (at(lag) > at(best)) best = lag;
  }
  return best;
}

std::vector<float> advanced(const std::vector<float>& late, std::int64_t lag, std::size_t frames) {
  std::vector<float> out(frames);
  for (std::size_t n = 0; n < frames; ++n) {
    const std::int64_t from = static_cast<std::int64_t>(n) + lag;
    if (from >= 0 && from < static_cast<std::int64_t>(late.size()))
      out[n] = late[static_cast<std::size_t>(from)];
  }
  return out;
}

}  // namespace firstchair::lab
