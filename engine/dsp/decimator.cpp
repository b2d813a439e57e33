#include "engine/dsp/decimator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>

#include "engine/core/vector.h"

namespace firstchair::dsp {

Decimator::Decimator(int factor, int reach) : factor_(factor) {
  const int half = factor == 1 ? 0 : reach * factor;
  taps_.resize(static_cast<std::size_t>(2 * half + 1));
  const double cutoff = 0.45 / factor;  // of the input rate
  double sum = 0;
  for (int i = -half; i <= half; ++i) {
    const double x = 2 * std::numbers::pi * cutoff * i;
    const double turn = half == 0 ? 0 : std::numbers::pi * i / (half + 1);
    const double tap =
        (i == 0 ? 1 : std::sin(x) / x) * (0.42 + 0.5 * std::cos(turn) + 0.08 * std::cos(2 * turn));
    taps_[static_cast<std::size_t>(i + half)] = static_cast<float>(tap);
    sum += tap;
  }
  for (float& tap : taps_) tap /= static_cast<float>(sum);
  history_.resize(2 * taps_.size());
}

// clang asks that it stands before it is used.
FIRSTCHAIR_WIDE float Decimator::filtered(std::span<const float> latest) const {
  const std::size_t n = taps_.size();
  Vec sums{};
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    Vec taps, inputs;
    std::memcpy(&taps, &taps_[i], sizeof taps);
    std::memcpy(&inputs, &latest[i], sizeof inputs);
    sums += taps * inputs;
  }
  std::array<float, kLanes> lanes;
  std::memcpy(lanes.data(), &sums, sizeof sums);
  float out = 0;
  for (const float lane : lanes) out += lane;
  for (; i < n; ++i) out += taps_[i] * latest[i];
  return out;
}

bool Decimator::push(float in, float& out) {
  const std::size_t n = taps_.size();
  if (!started_) std::fill(history_.begin(), history_.end(), in);
  started_ = true;
  history_[at_] = history_[at_ + n] = in;
  at_ = at_ + 1 == n ? 0 : at_ + 1;
  const bool due = phase_ == 0;
  phase_ = phase_ + 1 == factor_ ? 0 : phase_ + 1;
  if (!due) return false;
  out = filtered(std::span<const float>(history_).subspan(at_, n));
  return true;
}

void Decimator::reset() {
  started_ = false;
  at_ = 0;
  phase_ = 0;
}

}  // namespace firstchair::dsp
