#include "engine/cut/clips.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace firstchair::cut {
namespace {
constexpr int kPhases = 256;  // of the kernel's table to a sample
}

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
      table_(static_cast<std::size_t>(half_ * kPhases + 2)) {
  for (std::size_t k = 0; k + 1 < table_.size(); ++k) {
    const double x = static_cast<double>(k) / kPhases, turn = std::numbers::pi * x * cut_;
    const double sinc = k == 0 ? 1 : std::sin(turn) / turn;
    const double window = 0.5 + 0.5 * std::cos(std::numbers::pi * std::min(1.0, x / half_));
    table_[k] = static_cast<float>(cut_ * sinc * window);
  }
}

void Resampler::read(const Clip& clip, double from_s, double step_s, std::span<float> out) const {
  const auto frames = static_cast<std::ptrdiff_t>(clip.sound.size());
  for (std::size_t n = 0; n < out.size(); ++n) {
    const double at =
        (from_s + static_cast<double>(n) * step_s) * clip.rate - static_cast<double>(clip.first);
    const auto before = static_cast<std::ptrdiff_t>(std::floor(at));
    float sum = 0;
    const std::ptrdiff_t begin = std::max<std::ptrdiff_t>(before - half_ + 1, 0);
    const std::ptrdiff_t end = std::min(before + half_ + 1, frames);
    for (std::ptrdiff_t k = begin; k < end; ++k) {
      const double where = std::abs(at - static_cast<double>(k)) * kPhases;
      const auto cell = static_cast<std::size_t>(where);
      if (cell + 1 >= table_.size()) continue;
      const auto share = static_cast<float>(where - static_cast<double>(cell));
      sum += clip.sound[static_cast<std::size_t>(k)] *
             (table_[cell] + share * (table_[cell + 1] - table_[cell]));
    }
    out[n] = sum;
  }
}

}  // namespace firstchair::cut
