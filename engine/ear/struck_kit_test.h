// These are drums made of arithmetic for tests, struck one after the other, and a kit's sound learnt of them.
#pragma once

#include <array>
#include <numbers>
#include <vector>

#include "engine/ear/file_weights.h"
#include "engine/ear/kit_sound_learn.h"
#include "engine/ear/synthetic_strokes.h"

namespace firstchair::ear {

inline constexpr double kStruckRate = 44100;

// Returns `each` strokes on every drum, 0.8 s apart, with pauses of 3 s between the drums.
inline std::vector<float> struck_drums(const std::vector<Voice>& drums, int each = kStrokesOfADrum,
                                       double gain = 0.4) {
  std::vector<SyntheticStroke> strokes;
  double at = 0.5;
  for (const Voice voice : drums) {
    for (int s = 0; s < each; ++s, at += 0.8) strokes.push_back({at, voice, gain * (1 + 0.05 * s)});
    at += 2.2;
  }
  std::vector<float> sound = synthesise(strokes, at, kStruckRate);
  add_noise(sound, -65);
  return sound;
}

// Adds a stroke on a tom of that pitch.
inline void strike_tom(std::vector<float>& sound, double seconds, double hz, double gain) {
  Noise noise(7);
  const auto first = static_cast<std::size_t>(seconds * kStruckRate);
  for (std::size_t i = first; i < std::min(sound.size(), first + 66150); ++i) {
    const double t = static_cast<double>(i - first) / kStruckRate;
    sound[i] += static_cast<float>(gain * (std::sin(2 * std::numbers::pi * hz * t) * std::exp(-t / 0.18) +
                                           0.25 * noise() * std::exp(-t / 0.004)));
  }
}

// These are two toms nearly a fourth apart. The net takes them for each other, for a third one and for a
// kick.
inline constexpr std::array<double, 2> kTomHz{100, 130};
inline const std::vector<Voice> kToms{Voice::tom_low, Voice::tom_high};

inline std::vector<float> struck_toms() {
  std::vector<float> sound(static_cast<std::size_t>(13 * kStruckRate));
  for (std::size_t tom = 0; tom < kTomHz.size(); ++tom) {
    for (int s = 0; s < kStrokesOfADrum; ++s)
      strike_tom(sound, 0.5 + 6 * static_cast<double>(tom) + 0.8 * s, kTomHz[tom], 0.4);
  }
  add_noise(sound, -65);
  return sound;
}

// Returns 32 strokes on them, a quarter of a second apart.
struct TomStroke {
  double seconds = 0;
  std::size_t tom = 0;
};
inline std::vector<TomStroke> tom_groove() {
  std::vector<TomStroke> strokes;
  for (int s = 0; s < 32; ++s) strokes.push_back({0.4 + 0.25 * s, s % 4 == 0 || s % 4 == 3 ? 0U : 1U});
  return strokes;
}
inline std::vector<float> tom_groove_sound() {
  std::vector<float> sound(static_cast<std::size_t>(9 * kStruckRate));
  int s = 0;
  for (const TomStroke& stroke : tom_groove())
    strike_tom(sound, stroke.seconds, kTomHz[stroke.tom], 0.3 + 0.02 * (s++ % 5));
  add_noise(sound, -65);
  return sound;
}

inline std::vector<LoneStroke> lone_strokes_of(std::span<const float> sound, std::size_t block = 4096) {
  Result<LoneStrokes> ear = LoneStrokes::make({.rate = kStruckRate, .weights = file_ear_weights()});
  if (!ear) return {};
  for (std::size_t at = 0; at < sound.size(); at += block)
    ear->push(sound.subspan(at, std::min(block, sound.size() - at)));
  ear->finish();
  return {ear->strokes().begin(), ear->strokes().end()};
}

inline KitSound kit_of_strokes(const std::vector<float>& sound, const std::vector<Voice>& drums) {
  const auto learnt = learn_drums(sound, {.rate = kStruckRate, .weights = file_ear_weights()}, drums);
  return kit_sound_of(learnt ? *learnt : std::vector<DrumLearnt>{}, "made", file_ear_weights_name());
}

inline KitSound struck_kit(const std::vector<Voice>& drums) {
  return kit_of_strokes(struck_drums(drums), drums);
}

}  // namespace firstchair::ear
