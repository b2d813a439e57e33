#include "engine/ear/attack_spectrum.h"

#include <algorithm>

#include "engine/nn/math.h"

namespace firstchair::ear {
namespace {

// Chosen on rendered pieces with fourteen other pairs of them (docs/dev_log.md).
constexpr float kCompressed = 0.35F;  // power of the power
constexpr float kRings = 0.6F;        // of the power that rang before, this share goes on
constexpr float kLeast = 1e-3F;       // a stroke's own share of the power at least

struct Stretch {
  Frames from = 0, to = 0;  // frames after the attack's own
};
constexpr std::array<Stretch, 2> kStretches{{{1, 4}, {5, 10}}};
constexpr std::size_t kPairs = kBands / 2;

}  // namespace

void BandHistory::push(const Spectrogram& spectrogram) {
  BandLevels& at = kept_[static_cast<std::size_t>(end_) % kept_.size()];
  for (std::size_t b = 0; b < kBands; ++b) at[b] = spectrogram.levels()[b] + spectrogram.reference_db();
  ++end_;
}

BandHistory::Powers BandHistory::mean(Frames first, Frames last) const {
  first = std::clamp<Frames>(first, 0, end_ - 1);
  last = std::clamp<Frames>(last, first + 1, end_);
  Powers sum{};
  for (Frames frame = first; frame < last; ++frame) {
    const BandLevels& levels = kept_[static_cast<std::size_t>(frame) % kept_.size()];
    for (std::size_t b = 0; b < kBands; ++b) sum[b] += nn::fast_exp(levels[b] / 4.3429448F);
  }
  for (float& power : sum) power /= static_cast<float>(last - first);
  return sum;
}

AttackSpectrum BandHistory::at(Frames own) const {
  AttackSpectrum spectrum{};
  if (end_ == 0) return spectrum;
  Powers before{};
  if (own > 0) before = mean(own - kBefore, own);
  float sum = 0;
  for (std::size_t s = 0; s < kStretches.size(); ++s) {
    const Powers power = mean(own + kStretches[s].from, own + kStretches[s].to);
    std::array<float, kBands> pressed;
    for (std::size_t b = 0; b < kBands; ++b)
      pressed[b] = nn::fast_exp(kCompressed *
                                nn::fast_log(std::max(power[b] - kRings * before[b], kLeast * power[b])));
    for (std::size_t pair = 0; pair < kPairs; ++pair)
      sum += spectrum[s * kPairs + pair] = 0.5F * (pressed[2 * pair] + pressed[2 * pair + 1]);
  }
  for (float& part : spectrum) part /= std::max(sum, 1e-30F);
  return spectrum;
}

}  // namespace firstchair::ear
