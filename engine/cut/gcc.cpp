#include "engine/cut/gcc.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace firstchair::cut {
namespace {

constexpr double kTaper = 0.25;  // of a window's length, faded at either end

int size_for(const GccConfig& config) {
  int size = 64;
  while (static_cast<double>(size) < static_cast<double>(config.length) + config.reach_s * config.rate)
    size *= 2;
  return size;
}

}  // namespace

Gcc::Gcc(const GccConfig& config)
    : config_(config),
      fft_(size_for(config)),
      taper_(config.length, 1),
      re_(static_cast<std::size_t>(fft_.size())),
      im_(re_.size()) {
  const auto faded = static_cast<std::size_t>(kTaper * static_cast<double>(config.length));
  for (std::size_t n = 0; n < faded; ++n) {
    const auto level = static_cast<float>(
        0.5 - 0.5 * std::cos(std::numbers::pi * (static_cast<double>(n) + 0.5) / static_cast<double>(faded)));
    taper_[n] = taper_[config.length - 1 - n] = level;
  }
}

Delay Gcc::delay(std::span<const float> first, std::span<const float> second) {
  std::fill(re_.begin(), re_.end(), 0.0F);
  std::fill(im_.begin(), im_.end(), 0.0F);
  for (std::size_t n = 0; n < config_.length; ++n) {
    re_[n] = first[n] * taper_[n];
    im_[n] = second[n] * taper_[n];
  }
  fft_.forward(re_, im_);
  // One transform holds both: A = (Z[k] + Z*[-k]) / 2 and B = (Z[k] - Z*[-k]) / 2i. Their cross spectrum is
  // wanted at positive frequencies only, so that the inverse's size is the correlation's envelope and its
  // real part the correlation.
  const std::size_t n = re_.size();
  const double hz = config_.rate / static_cast<double>(n);
  const auto low = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(config_.low_hz / hz)));
  const std::size_t high = std::min(n / 2 - 1, static_cast<std::size_t>(config_.high_hz / hz));
  double sum = 0;
  for (std::size_t k = low; k <= high; ++k) {
    const float ar = 0.5F * (re_[k] + re_[n - k]), ai = 0.5F * (im_[k] - im_[n - k]);
    const float br = 0.5F * (im_[k] + im_[n - k]), bi = 0.5F * (re_[n - k] - re_[k]);
    const float cr = ar * br + ai * bi, ci = ai * br - ar * bi;
    const float size = std::sqrt(cr * cr + ci * ci);
    const float weight = size > 0 ? std::pow(size, static_cast<float>(-config_.beta)) : 0.0F;
    re_[k] = cr * weight;
    im_[k] = ci * weight;
    sum += static_cast<double>(size * weight);
  }
  std::fill(re_.begin(), re_.begin() + static_cast<std::ptrdiff_t>(low), 0.0F);
  std::fill(im_.begin(), im_.begin() + static_cast<std::ptrdiff_t>(low), 0.0F);
  std::fill(re_.begin() + static_cast<std::ptrdiff_t>(high) + 1, re_.end(), 0.0F);
  std::fill(im_.begin() + static_cast<std::ptrdiff_t>(high) + 1, im_.end(), 0.0F);
  if (sum <= 0) return {};
  fft_.inverse(re_, im_);
  const auto reach = static_cast<std::ptrdiff_t>(config_.reach_s * config_.rate);
  const auto at = [&](std::ptrdiff_t lag) {
    const auto size = static_cast<std::ptrdiff_t>(n);
    return std::abs(static_cast<double>(re_[static_cast<std::size_t>((lag + size) % size)]));
  };
  std::ptrdiff_t top = 0;
  double most = -1;
  for (std::ptrdiff_t lag = -reach; lag <= reach; ++lag)
    if (at(lag) > most) most = at(lag), top = lag;
  const double before = at(top - 1), after = at(top + 1), bend = before - 2 * most + after;
  const double shift = bend < 0 ? std::clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0;
  return {(static_cast<double>(top) + shift) / config_.rate, most / sum};
}

}  // namespace firstchair::cut
