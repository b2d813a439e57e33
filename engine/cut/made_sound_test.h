// Sounds for the tests of this room: strokes of a made drummer, heard in made rooms by clocks that run wrong.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

namespace firstchair::cut::made {

struct Stroke {
  double at_s = 0;
  double hz = 200, level = 1;
};

// Eighths at about 110 a minute with a human's unevenness; kick, snare or hat as the seed has it.
inline std::vector<Stroke> drummer(double seconds, std::uint32_t seed) {
  std::mt19937 dice(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::normal_distribution<double> normal;
  std::vector<Stroke> strokes;
  for (double beat = 0.5; beat < seconds - 0.5; beat += 0.2727 + 0.004 * normal(dice)) {
    if (uniform(dice) < 0.2) continue;
    const double which = uniform(dice);
    strokes.push_back({beat + 0.006 * normal(dice),
                       which < 0.3   ? 90.0
                       : which < 0.6 ? 700.0
                                     : 5200.0,
                       0.2 + 0.8 * uniform(dice)});
  }
  return strokes;
}

struct Place {
  double offset_s = 0, ppm = 0;  // master time = offset + (1 + ppm) camera time
  double rate = 16000;
  double tail = 0.25;       // s of the room, to -60 dB; 0: none
  double tail_level = 0.5;  // of the tail against the direct sound
  double noise = 0.001;
  double gain = 1;  // -1 turns it upside down
  std::uint32_t seed = 1;
};

// What a microphone at a place hears of strokes in the master's time, for so many seconds of its own.
inline std::vector<float> heard(const std::vector<Stroke>& strokes, const Place& place, double seconds) {
  std::mt19937 dice(place.seed);
  std::normal_distribution<double> normal;
  std::vector<double> sound(static_cast<std::size_t>(seconds * place.rate));
  // The tail is a few dozen reflections at random, the same for every stroke.
  struct Echo {
    double late_s, level;
  };
  std::vector<Echo> echoes{{0, 1}};
  for (int k = 0; k < 40 && place.tail > 0; ++k) {
    const double late = 0.003 + place.tail * static_cast<double>(k) / 40;
    echoes.push_back({late, place.tail_level * 0.4 * normal(dice) * std::exp(-6.9 * late / place.tail)});
  }
  const auto hops = static_cast<std::size_t>(0.08 * place.rate);
  std::vector<double> dry(hops);
  for (const Stroke& stroke : strokes) {
    const double at = (stroke.at_s - place.offset_s) / (1 + place.ppm * 1e-6);
    if (at < -1 || at > seconds) continue;
    std::mt19937 own(static_cast<std::uint32_t>(stroke.at_s * 1e6));
    std::uniform_real_distribution<double> phase(0, 2 * std::numbers::pi);
    const double p1 = phase(own), p2 = phase(own);
    const auto first = static_cast<std::ptrdiff_t>(std::ceil(at * place.rate));
    for (std::size_t n = 0; n < hops; ++n) {
      const double t = static_cast<double>(first + static_cast<std::ptrdiff_t>(n)) / place.rate - at;
      dry[n] = stroke.level * (std::exp(-t / 0.02) * std::sin(2 * std::numbers::pi * stroke.hz * t + p1) +
                               0.6 * std::exp(-t / 0.004) * std::sin(2 * std::numbers::pi * 2900 * t + p2));
    }
    for (const Echo& echo : echoes) {
      const std::ptrdiff_t begin = first + std::lround(echo.late_s * place.rate);
      for (std::size_t n = 0; n < hops; ++n) {
        const std::ptrdiff_t into = begin + static_cast<std::ptrdiff_t>(n);
        if (into >= 0 && into < static_cast<std::ptrdiff_t>(sound.size()))
          sound[static_cast<std::size_t>(into)] += echo.level * dry[n];
      }
    }
  }
  std::vector<float> out(sound.size());
  for (std::size_t n = 0; n < sound.size(); ++n)
    out[n] = static_cast<float>(place.gain * (0.2 * sound[n] + place.noise * normal(dice)));
  return out;
}

}  // namespace firstchair::cut::made
