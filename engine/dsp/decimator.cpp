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
  history_.resize(taps_.size() + 2 * kMost);
  outputs_.resize(kMost / static_cast<std::size_t>(factor) + 1);
}

namespace {

// So many outputs at a time, of inputs `step` apart: each is summed in the order of one alone.
template <std::size_t Outputs>
inline __attribute__((always_inline)) void filter_some(std::span<const float> taps, const float* in,
                                                       std::size_t step, float* out) {
  const std::size_t n = taps.size();
  Vec sums[Outputs]{};
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    Vec tap, inputs;
    std::memcpy(&tap, &taps[i], sizeof tap);
    for (std::size_t k = 0; k < Outputs; ++k) {
      std::memcpy(&inputs, in + k * step + i, sizeof inputs);
      sums[k] += tap * inputs;
    }
  }
  std::array<std::array<float, kLanes>, Outputs> lanes;
  std::memcpy(lanes.data(), sums, sizeof sums);
  std::array<float, Outputs> whole{};
  for (std::size_t l = 0; l < kLanes; ++l)
    for (std::size_t k = 0; k < Outputs; ++k) whole[k] += lanes[k][l];
  for (; i < n; ++i)
    for (std::size_t k = 0; k < Outputs; ++k) whole[k] += taps[i] * in[k * step + i];
  std::copy(whole.begin(), whole.end(), out);
}

}  // namespace

FIRSTCHAIR_WIDE void Decimator::filter(std::span<const float> inputs, std::span<float> outputs) const {
  constexpr std::size_t kTogether = 4;
  const auto step = static_cast<std::size_t>(factor_);
  const float* in = inputs.data();
  std::size_t k = 0;
  for (; k + kTogether <= outputs.size(); k += kTogether, in += kTogether * step)
    filter_some<kTogether>(taps_, in, step, &outputs[k]);
  for (; k < outputs.size(); ++k, in += step) filter_some<1>(taps_, in, step, &outputs[k]);
}

void Decimator::begin(float first) {
  if (started_) return;
  started_ = true;
  used_ = taps_.size();
  std::fill(history_.begin(), history_.end(), first);
}

void Decimator::make_room(std::size_t inputs) {
  if (used_ + inputs <= history_.size()) return;
  const auto latest = history_.begin() + static_cast<std::ptrdiff_t>(used_ - taps_.size());
  std::copy(latest, latest + static_cast<std::ptrdiff_t>(taps_.size()), history_.begin());
  used_ = taps_.size();
}

bool Decimator::push(float in, float& out) {
  begin(in);
  make_room(1);
  history_[used_++] = in;
  const bool due = phase_ == 0;
  phase_ = phase_ + 1 == factor_ ? 0 : phase_ + 1;
  if (due) filter(std::span<const float>(history_).subspan(used_ - taps_.size(), taps_.size()), {&out, 1});
  return due;
}

std::span<const float> Decimator::push(std::span<const float> in) {
  if (in.empty()) return {};
  begin(in.front());
  make_room(in.size());
  std::copy(in.begin(), in.end(), history_.begin() + static_cast<std::ptrdiff_t>(used_));
  const auto factor = static_cast<std::size_t>(factor_);
  const std::size_t first = phase_ == 0 ? 0 : factor - static_cast<std::size_t>(phase_);  // that is due
  const std::size_t count = first < in.size() ? (in.size() - first - 1) / factor + 1 : 0;
  const std::span<float> out(outputs_.data(), count);
  if (count > 0) {
    filter(std::span<const float>(history_).subspan(used_ + first + 1 - taps_.size(),
                                                    taps_.size() + (count - 1) * factor),
           out);
  }
  used_ += in.size();
  phase_ = static_cast<int>((static_cast<std::size_t>(phase_) + in.size()) % factor);
  return out;
}

void Decimator::reset() {
  started_ = false;
  used_ = 0;
  phase_ = 0;
}

}  // namespace firstchair::dsp
