#include "engine/ear/picker.h"

#include <algorithm>

namespace firstchair {
namespace {

constexpr float kLeast = 0.8F;  // dB
constexpr Frames kBefore = 2;   // frames a peak must top
constexpr Frames kRecent = 10;

}  // namespace

std::optional<Peak> Picker::push(const News& news) {
  const auto at = [&](Frames frame) -> News& {
    return recent_[static_cast<std::size_t>(frame + 2 * kDepth) % kDepth];
  };
  at(frame_) = news;
  const Frames centre = frame_ - kLookAhead;
  ++frame_;
  Peak peak{.frame = centre, .news = at(centre), .usual = 0, .recent = 0};
  const float height = peak.news.curve;
  if (centre < 0 || height < kLeast) return std::nullopt;
  for (Frames before = 1; before <= kBefore; ++before) {
    if (at(centre - before).curve > height) return std::nullopt;
  }
  for (Frames after = 1; after <= kLookAhead; ++after) {
    if (at(centre + after).curve >= height) return std::nullopt;
  }
  std::array<float, kDepth> sorted{};
  for (std::size_t i = 0; i < kDepth; ++i) sorted[i] = recent_[i].curve;
  const auto middle = sorted.begin() + kDepth / 2;
  std::nth_element(sorted.begin(), middle, sorted.end());
  peak.usual = *middle;
  peak.news.lasting = news.lasting;
  for (Frames before = kBefore + 1; before <= kRecent; ++before) {
    peak.recent = std::max(peak.recent, at(centre - before).curve);
  }
  return peak;
}

}  // namespace firstchair
