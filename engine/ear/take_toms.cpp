#include "engine/ear/take_toms.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace firstchair::ear {
namespace {

// Pitches are laid into narrow bins. Strokes a third of a semitone apart weigh .6 for each other, and those a
// semitone apart next to nothing: chosen on rendered pieces (docs/dev_log.md).
constexpr float kBin = 1.0F / 138, kAlike = 4;  // octaves; bins
constexpr int kReach = 12;                      // bins
constexpr std::size_t kBins = 360;
constexpr float kLeastShare = 0.05F;  // a net is never surer than that against a tom

std::size_t bin_of(float pitch) {
  return static_cast<std::size_t>(std::clamp(pitch / kBin, 0.0F, static_cast<float>(kBins - 1)));
}

}  // namespace

void TakeToms::settle(std::span<Hit> hits) const {
  if (strokes_.empty()) return;
  std::vector<OfEach> said(kBins);
  for (const Stroke& stroke : strokes_) {
    OfEach& bin = said[bin_of(stroke.pitch)];
    for (std::size_t tom = 0; tom < kToms; ++tom)
      bin[tom] += std::log(std::max(stroke.shares[tom], kLeastShare));
  }
  std::array<float, kReach + 1> weight{};
  for (int apart = 0; apart <= kReach; ++apart)
    weight[static_cast<std::size_t>(apart)] =
        std::exp(-0.5F * static_cast<float>(apart * apart) / (kAlike * kAlike));
  for (const Stroke& stroke : strokes_) {
    assert(stroke.hit < hits.size());
    const int own = static_cast<int>(bin_of(stroke.pitch));
    OfEach all{};
    for (int bin = std::max(0, own - kReach); bin <= std::min(own + kReach, static_cast<int>(kBins) - 1);
         ++bin) {
      const float counts = weight[static_cast<std::size_t>(std::abs(bin - own))];
      for (std::size_t tom = 0; tom < kToms; ++tom)
        all[tom] += counts * said[static_cast<std::size_t>(bin)][tom];
    }
    const auto tom = static_cast<std::size_t>(std::max_element(all.begin(), all.end()) - all.begin());
    Hit& hit = hits[stroke.hit];
    hit.voice = static_cast<Voice>(static_cast<std::size_t>(Voice::tom_high) + tom);
    hit.voice_probability = std::max(stroke.probabilities[tom], 1e-3F);
  }
}

}  // namespace firstchair::ear
