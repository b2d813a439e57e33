#include "engine/cut/clips.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace firstchair::cut {
namespace {
constexpr std::size_t kPhases = 1024;  // of the kernel's table to a sample
constexpr std::size_t kLanes = 8;
}  // namespace

ClipCatcher::ClipCatcher(double rate, std::span<const Stretch> stretches) : order_(stretches.size()) {
  for (const Stretch& stretch : stretches) {
    const auto first = static_cast<Frames>(std::floor(stretch.from_s * rate));
    const auto count = static_cast<Frames>(std::ceil((stretch.to_s - stretch.from_s) * rate)) + 1;
    clips_.push_back({rate, first, std::vector<float>(static_cast<std::size_t>(std::max<Frames>(count, 0)))});
  }
  std::iota(order_.begin(), order_.end(), 0U);
  std::stable_sort(order_.begin(), order_.end(),
                   [&](std::size_t a, std::size_t b) { return clips_[a].first < clips_[b].first; });
}

void ClipCatcher::push(std::span<const float> mono) {
  const Frames end = pushed_ + static_cast<Frames>(mono.size());
  bool whole = true;
  for (std::size_t k = next_; k < order_.size(); ++k) {
    Clip& clip = clips_[order_[k]];
    if (clip.first >= end) break;
    const Frames clip_end = clip.first + static_cast<Frames>(clip.sound.size());
    for (Frames f = std::max(clip.first, pushed_); f < std::min(clip_end, end); ++f) {
      const float sample = mono[static_cast<std::size_t>(f - pushed_)];
      clip.sound[static_cast<std::size_t>(f - clip.first)] = std::isfinite(sample) ? sample : 0;
    }
    whole = whole && clip_end <= end;
    if (whole) next_ = k + 1;
  }
  pushed_ = end;
}

Resampler::Resampler(double from_rate, double to_rate, int reach)
    : cut_(std::min(1.0, 0.95 * to_rate / from_rate)),
      half_(static_cast<int>(std::ceil(reach / cut_))),
      taps_((2 * static_cast<std::size_t>(half_) + kLanes - 1) / kLanes * kLanes),
      table_((kPhases + 1) * taps_) {
  for (std::size_t phase = 0; phase <= kPhases; ++phase)
    for (std::size_t k = 0; k < 2 * static_cast<std::size_t>(half_); ++k) {
      const double x = std::abs(static_cast<double>(phase) / kPhases + half_ - 1 - static_cast<double>(k));
      const double turn = std::numbers::pi * x * cut_, sinc = x == 0 ? 1 : std::sin(turn) / turn;
      const double window = 0.5 + 0.5 * std::cos(std::numbers::pi * std::min(1.0, x / half_));
      table_[phase * taps_ + k] = static_cast<float>(cut_ * sinc * window);
    }
}

void Resampler::read(const Clip& clip, double from_s, double step_s, std::span<float> out) const {
  const auto frames = static_cast<std::ptrdiff_t>(clip.sound.size());
  const auto taps = static_cast<std::ptrdiff_t>(taps_);
  for (std::size_t n = 0; n < out.size(); ++n) {
    const double at =
        (from_s + static_cast<double>(n) * step_s) * clip.rate - static_cast<double>(clip.first);
    const double whole = std::floor(at);
    const auto phase = static_cast<std::size_t>((at - whole) * kPhases + 0.5);
    const float* weight = table_.data() + phase * taps_;
    const std::ptrdiff_t begin = static_cast<std::ptrdiff_t>(whole) - half_ + 1;
    float sums[kLanes] = {};  // that need not wait for each other
    if (begin >= 0 && begin + taps <= frames) {
      const float* sample = clip.sound.data() + begin;
      for (std::size_t k = 0; k < taps_; k += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += sample[k + lane] * weight[k + lane];
    } else {
      for (std::ptrdiff_t k = std::max<std::ptrdiff_t>(-begin, 0); k < std::min(taps, frames - begin); ++k)
        sums[0] += clip.sound[static_cast<std::size_t>(begin + k)] * weight[k];
    }
    out[n] = 0;
    for (const float sum : sums) out[n] += sum;
  }
}

}  // namespace firstchair::cut
