#include "engine/ear/voices.h"

#include <algorithm>
#include <cmath>

#include "engine/dsp/biquad.h"
#include "engine/ear/voice_table.h"

namespace firstchair {
namespace {

constexpr std::array<double, kVoiceRegions - 1> kRegionEdgesHz{180, 300, 430, 900, 2000, 5000, 9500};
constexpr double kEarlyFrom = 0.003, kEarlyTo = 0.014, kLateFrom = 0.024, kLateTo = 0.038;
constexpr float kWeakest = -40;  // dB under the stroke's whole

using Regions = std::array<float, kVoiceRegions>;

float decibels(float power) {
  return 4.3429448F * std::log(power);
}

// Mean energy per region of the frames that end in first..last; the latest frame at or before `last` if none
// does.
Regions mean_of(const FrameRing& frames, const Features& features, Frames first, Frames last) {
  Regions sum{};
  float count = 0;
  const Frames newest = std::min(frames.end() - 1, last / features.hop() - 1);
  for (Frames frame = newest; frame > frames.end() - FrameRing::kDepth; --frame) {
    if (count > 0 && features.end_of(frame) < first) break;
    ++count;
    std::size_t region = 0;
    for (int b = 0; b < features.bands(); ++b) {
      const double hz = features.centre_hz(b);
      while (region < kRegionEdgesHz.size() && hz > kRegionEdgesHz[region]) ++region;
      // Mel bands widen with frequency: per-hertz power times the centre is energy per octave, near enough.
      sum[region] += frames[frame][static_cast<std::size_t>(b)] * static_cast<float>(hz + 200);
    }
  }
  for (float& value : sum) value /= std::max(count, 1.0F);
  return sum;
}

using LowBands = std::array<float, kLowBands>;

// Shares of the stroke's energy below 90 Hz, 90-180 and 180-350 Hz, in tens of dB.
LowBands low_bands(const History& history, double rate, Frames attack, Frames until) {
  Biquad deep = Biquad::low_pass(90, rate), deep_out = Biquad::high_pass(90, rate),
         middle = Biquad::low_pass(180, rate), middle_out = Biquad::high_pass(180, rate),
         upper = Biquad::low_pass(350, rate);
  const std::span<const float> sound = history.span(attack, std::max(until, attack + 1));
  for (Biquad* filter : {&deep, &deep_out, &middle, &middle_out, &upper}) filter->settle(sound.front());
  LowBands sum{};
  float whole = 1e-12F;
  for (const float sample : sound) {
    const float low = deep(sample), mid = middle(deep_out(sample)), high = upper(middle_out(sample));
    sum[0] += low * low;
    sum[1] += mid * mid;
    sum[2] += high * high;
    whole += sample * sample;
  }
  for (float& band : sum) band = std::max(decibels(band / whole + 1e-9F), kWeakest) / 10 + 2;
  return sum;
}

}  // namespace

VoiceClues voice_clues(const FrameRing& frames, const Features& features, const History& history, double rate,
                       Frames attack, Frames until) {
  const auto after = [&](double seconds) {
    return std::min(until, attack + static_cast<Frames>(std::lround(seconds * rate)));
  };
  const Regions before = mean_of(frames, features, attack - 2 * features.hop(), attack);
  Regions early =
      mean_of(frames, features, after(kEarlyFrom), std::max(after(kEarlyTo), attack + 2 * features.hop()));
  Regions late =
      mean_of(frames, features, after(kLateFrom), std::max(after(kLateTo), attack + 2 * features.hop()));
  float whole = 1e-12F;
  for (std::size_t r = 0; r < kVoiceRegions; ++r) {
    early[r] = std::max(early[r] - before[r], 0.0F);
    late[r] = std::max(late[r] - before[r] / 2, 0.0F);
    whole += early[r];
  }
  VoiceClues clues{};
  float late_whole = 1e-12F;
  for (std::size_t r = 0; r < kVoiceRegions; ++r) {
    const float share = std::max(decibels(early[r] / whole + 1e-9F), kWeakest);
    const float late_share = std::max(decibels(late[r] / whole + 1e-9F), kWeakest - 10);
    clues[r] = share / 10 + 2;
    clues[kVoiceRegions + r] = std::clamp((late_share - share) / 10, -2.5F, 2.5F);
    clues[2 * kVoiceRegions + r] = clues[r] * clues[r] / 4;
    clues[3 * kVoiceRegions + r] = clues[kVoiceRegions + r] * clues[kVoiceRegions + r] / 4;
    late_whole += late[r];
  }
  const LowBands low = low_bands(history, rate, attack, after(kLateTo));
  for (std::size_t b = 0; b < kLowBands; ++b) {
    clues[4 * kVoiceRegions + b] = low[b];
    clues[4 * kVoiceRegions + kLowBands + b] = low[b] * low[b] / 4;
  }
  clues[kVoiceClues - 2] = std::clamp(decibels(late_whole / whole) / 10, -3.0F, 2.0F);
  clues[kVoiceClues - 1] = 1;
  return clues;
}

VoiceGuess guess_voice(const VoiceClues& clues) {
  std::array<float, kHeardFamilies> scores{};
  float most = -1e30F;
  VoiceGuess guess;
  for (std::size_t family = 0; family < kHeardFamilies; ++family) {
    for (std::size_t c = 0; c < kVoiceClues; ++c) scores[family] += kVoiceTable[family][c] * clues[c];
    if (scores[family] > most) {
      most = scores[family];
      guess.family = static_cast<Family>(family);
    }
  }
  float sum = 0;
  for (const float score : scores) sum += std::exp(score - most);
  guess.probability = 1 / sum;
  return guess;
}

}  // namespace firstchair
