#include "lab/bleed.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "lab/sound.h"

namespace firstchair::lab {
namespace {

// The first beat at or after the beginning of the sound, and how many beats of the piece went before.
struct Beats {
  double first = 0, step = 0.5;
  int number = 0;
};

Beats beats_of(double bpm, double beat) {
  Beats beats{.first = 0, .step = 60 / bpm, .number = 0};
  beats.number = static_cast<int>(std::ceil(-beat / beats.step));
  beats.first = beat + beats.number * beats.step;
  return beats;
}

// Harmonics of `hz` with amplitudes 1/h, from `at` for `length` seconds.
void add_note(std::vector<float>& sound, double at, double length, double hz, int harmonics, double attack,
              double decay) {
  const std::size_t from = static_cast<std::size_t>(std::max(0.0, at) * kBenchRate);
  const std::size_t to = std::min(sound.size(), from + static_cast<std::size_t>(length * kBenchRate));
  for (int h = 1; h <= harmonics; ++h) {
    const double turn = 2 * std::numbers::pi * hz * h / kBenchRate;
    // A rotating phasor, far cheaper than a sine a frame.
    double re = 1, im = 0;
    const double c = std::cos(turn), s = std::sin(turn);
    for (std::size_t i = from; i < to; ++i) {
      const double t = static_cast<double>(i - from) / kBenchRate;
      const double swell = std::min({1.0, t / attack, (length - t) / 0.03});
      sound[i] += static_cast<float>(im * swell / (1 + t / decay) / h);
      const double turned = re * c - im * s;
      im = re * s + im * c;
      re = turned;
    }
  }
}

}  // namespace

std::vector<float> music(double seconds, double bpm, double beat, std::uint64_t seed) {
  std::vector<float> sound(static_cast<std::size_t>(seconds * kBenchRate));
  Dice dice(seed + 300);
  const Beats beats = beats_of(bpm, beat);
  double root = 110;
  bool minor = false;
  int b = beats.number;
  for (double at = beats.first; at < seconds; at += beats.step, ++b) {
    if (b % 4 == 0 || b == beats.number) {
      root = 110 * std::exp2(dice.below(12) / 12.0);
      minor = dice.uniform() < 0.5;
      for (const int semitone : {0, minor ? 3 : 4, 7}) {
        const double hz = 2 * root * std::exp2(semitone / 12.0);
        add_note(sound, at, 4 * beats.step, hz, 9, 0.03, 2);
      }
    }
    add_note(sound, at, 0.9 * beats.step, root / 2, 6, 0.005, 0.3);
  }
  return sound;
}

std::vector<Click> clicks_of(double seconds, double bpm, double beat) {
  const Beats beats = beats_of(bpm, beat);
  std::vector<Click> clicks;
  for (int b = 0;; ++b) {
    const double at = beats.first + b * beats.step;
    if (at >= seconds) return clicks;
    clicks.push_back(
        {.frame = static_cast<Frames>(at * kBenchRate), .kind = (beats.number + b) % 4 == 0 ? 1 : 0});
  }
}

std::vector<float> metronome(double seconds, double bpm, double beat, std::uint64_t seed) {
  struct Sort {
    double low_hz, high_hz, noise, decay;
  };
  static constexpr std::array kSorts{Sort{1000, 1500, 0, 0.03}, Sort{1250, 1800, 0.3, 0.006},
                                     Sort{2600, 3400, 1, 0.003}};
  const Sort& sort = kSorts[seed % kSorts.size()];
  std::vector<float> sound(static_cast<std::size_t>(seconds * kBenchRate));
  for (const Click& click : clicks_of(seconds, bpm, beat)) {
    Dice dice(seed + 400);
    const double turn = 2 * std::numbers::pi * (click.kind == 1 ? sort.high_hz : sort.low_hz) / kBenchRate;
    const std::size_t from = static_cast<std::size_t>(click.frame);
    const std::size_t to = std::min(sound.size(), from + static_cast<std::size_t>(0.1 * kBenchRate));
    for (std::size_t i = from; i < to; ++i) {
      const double n = static_cast<double>(i - from);
      const double ring = std::sin(turn * n) + sort.noise * dice.normal();
      sound[i] += static_cast<float>(0.5 * ring * std::exp(-n / (sort.decay * kBenchRate)));
    }
  }
  return sound;
}

}  // namespace firstchair::lab
