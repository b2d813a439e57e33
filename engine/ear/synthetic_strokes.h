// These drums are arithmetic, for tests and for what calibrate plays: their attacks are exact, any rate will
// do, and no file is needed.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "engine/core/voice.h"

namespace firstchair::ear {

struct SyntheticStroke {
  double seconds = 0;
  Voice voice = Voice::snare;
  double gain = 0.5;
};

class Noise {
 public:
  explicit Noise(std::uint32_t seed) : state_(seed) {}
  double operator()() {  // -1..1
    state_ = state_ * 1664525U + 1013904223U;
    return static_cast<double>(state_ >> 8) / 8388608.0 - 1;
  }

 private:
  std::uint32_t state_;
};

// The attack of a stroke is its first frame at or after `seconds`.
inline std::vector<float> synthesise(const std::vector<SyntheticStroke>& strokes, double seconds,
                                     double rate) {
  std::vector<float> sound(static_cast<std::size_t>(seconds * rate));
  std::uint32_t seed = 1;
  for (const SyntheticStroke& stroke : strokes) {
    Noise noise(++seed);
    const std::size_t first = static_cast<std::size_t>(std::ceil(stroke.seconds * rate - 1e-6));
    double low = 0, lower = 0, body = 0, duller = 0;
    const double dull = 1 - std::exp(-2 * std::numbers::pi * 3500 / rate);
    const double bright = 1 - std::exp(-2 * std::numbers::pi * std::min(7000.0, 0.3 * rate) / rate);
    for (std::size_t i = first; i < sound.size() && i < first + static_cast<std::size_t>(rate); ++i) {
      const double t = static_cast<double>(i - first) / rate;
      const double white = noise();
      low += bright * (white - low);
      lower += bright * (low - lower);
      body += dull * (white - body);
      duller += dull * (body - duller);
      double value = 0;
      switch (stroke.voice) {
        case Voice::kick:  // a short click, a falling tone
          value = 0.3 * white * std::exp(-t / 0.002) +
                  std::sin(2 * std::numbers::pi * (55 * t + 0.8 * (1 - std::exp(-t / 0.02)))) *
                      std::exp(-t / 0.12);
          break;
        case Voice::hat_closed:  // what a low-pass leaves of noise
          value = (white - 2 * low + lower) * std::exp(-t / 0.025);
          break;
        case Voice::cross_stick:  // a click and a short ring
          value = 0.5 * white * std::exp(-t / 0.004) +
                  0.5 * std::sin(2 * std::numbers::pi * 900 * t) * std::exp(-t / 0.02);
          break;
        default:  // a snare: a tone and duller noise
          value = (1.5 * duller + 0.05 * white) * std::exp(-t / 0.08) +
                  0.4 * std::sin(2 * std::numbers::pi * 200 * t) * std::exp(-t / 0.04);
      }
      sound[i] += static_cast<float>(stroke.gain * value);
    }
  }
  return sound;
}

// Adds a recording's own noise at `db` re full scale, because nothing real is as still as zeros.
inline void add_noise(std::vector<float>& sound, double db, std::uint32_t seed = 9) {
  Noise noise(seed);
  const double gain = std::pow(10, db / 20) * std::numbers::sqrt3;
  for (float& sample : sound) sample += static_cast<float>(gain * noise());
}

}  // namespace firstchair::ear
