#include "engine/ear/drum_shares.h"

#include <algorithm>

#include "engine/nn/math.h"

namespace firstchair::ear {
namespace {

constexpr int kRounds = 20;
constexpr float kLeastGain = 0.02F;  // a drum begins as loud as that at least
constexpr float kRuledOut = 0.018F;  // a probability of less rules a drum out
constexpr float kLoudBand = 0.02F;   // of the loudest band; softer ones say nothing of a drum
constexpr float kNothing = 1e-9F;

}  // namespace

DrumShares shares_of(const AttackSpectrum& attack, const DrumSpectra& drums, const OfVoices& said) {
  OfVoices gains{};
  for (std::size_t v = 0; v < kHeardVoices; ++v)
    gains[v] = said[v] < kRuledOut ? 0 : std::max(said[v], kLeastGain);
  AttackSpectrum sum;
  const auto add_up = [&] {
    sum.fill(kNothing);
    for (std::size_t v = 0; v < kHeardVoices; ++v) {
      if (gains[v] <= 0) continue;
      for (std::size_t b = 0; b < kBands; ++b) sum[b] += gains[v] * drums[v][b];
    }
  };
  add_up();
  for (int round = 0; round < kRounds; ++round) {
    AttackSpectrum ratio;
    for (std::size_t b = 0; b < kBands; ++b) ratio[b] = attack[b] / sum[b];
    for (std::size_t v = 0; v < kHeardVoices; ++v) {
      if (gains[v] <= 0) continue;
      float up = 0, all = kNothing;
      for (std::size_t b = 0; b < kBands; ++b) {
        up += ratio[b] * drums[v][b];
        all += drums[v][b];
      }
      gains[v] *= up / all;
    }
    add_up();
  }
  const float loudest = *std::max_element(attack.begin(), attack.end());
  DrumShares shares;
  for (std::size_t b = 0; b < kBands; ++b)
    shares.left += attack[b] * nn::fast_log((attack[b] + kNothing) / sum[b]) - attack[b] + sum[b];
  shares.left = std::max(shares.left, 0.0F);
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    if (gains[v] <= 0) continue;
    AttackSpectrum part;
    for (std::size_t b = 0; b < kBands; ++b) {
      part[b] = gains[v] * drums[v][b] / sum[b];
      shares.whole[v] += part[b] * attack[b];
    }
    for (std::size_t b = 1; b + 1 < kBands; ++b) {
      if (attack[b] > kLoudBand * loudest)
        shares.most[v] = std::max(shares.most[v], (part[b - 1] + part[b] + part[b + 1]) / 3);
    }
  }
  return shares;
}

float divergence(const AttackSpectrum& attack, const AttackSpectrum& drum) {
  float sum = 0;
  for (std::size_t b = 0; b < kBands; ++b) {
    if (attack[b] > kNothing) sum += attack[b] * nn::fast_log(attack[b] / (drum[b] + kNothing));
  }
  return std::max(sum, 0.0F);
}

}  // namespace firstchair::ear
