#include "engine/ear/features.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace firstchair {
namespace {

constexpr double kLongestHop = 4.1e-3;
constexpr double kLowHz = 30, kHighHz = 16000;

// The longest hop that fits and is a power of two, as the FFT wants it: 128 at 44.1 and 48 kHz.
int hop_for(double rate) {
  int hop = 8;
  while (2 * hop <= kLongestHop * rate) hop *= 2;
  return hop;
}

}  // namespace

Features::Features(double rate)
    : hop_(hop_for(rate)),
      fft_(4 * hop_),
      mel_(kMaxBands, kLowHz, std::min(kHighHz, 0.45 * rate), 4 * hop_, rate) {
  const std::size_t size = static_cast<std::size_t>(window());
  const std::size_t fall = static_cast<std::size_t>(hop_), rise = size - fall;
  shape_.resize(size);
  windowed_.resize(size);
  power_.resize(static_cast<std::size_t>(fft_.bins()));
  double energy = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const double place = i < rise ? (static_cast<double>(i) + 0.5) / static_cast<double>(rise)
                                  : (static_cast<double>(size - i) - 0.5) / static_cast<double>(fall);
    const double s = std::sin(std::numbers::pi / 2 * place);
    shape_[i] = static_cast<float>(s * s);
    energy += s * s * s * s;
  }
  const float scale = static_cast<float>(1 / std::sqrt(energy));
  for (float& value : shape_) value *= scale;
}

BandPowers Features::frame(std::span<const float> samples) {
  for (std::size_t i = 0; i < shape_.size(); ++i) windowed_[i] = shape_[i] * samples[i];
  fft_.power(windowed_, power_);
  BandPowers bands{};
  mel_.apply(power_, bands);
  return bands;
}

}  // namespace firstchair
