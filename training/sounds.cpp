#include "training/sounds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace firstchair::training {

Sound noise(std::size_t size, lab::Dice& dice) {
  Sound sound(size);
  const double brown = dice.uniform(), hum = dice.uniform() < 0.3 ? dice.uniform() : 0;
  const double hz = dice.uniform() < 0.5 ? 50 : 60, blades = 60 + 200 * dice.uniform();
  double slow = 0, slower = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const double white = dice.normal(), t = static_cast<double>(i) / lab::kBenchRate;
    slow += 0.15 * (white - slow);
    slower += 0.01 * (white - slower);
    double value = (1 - brown) * white + brown * (3 * slow + 12 * slower);
    if (hum > 0) {
      for (int h = 1; h <= 7; h += 2) value += hum * std::sin(2 * std::numbers::pi * hz * h * t) / h;
      value += 0.3 * hum * std::sin(2 * std::numbers::pi * blades * t);
    }
    sound[i] = static_cast<float>(value);
  }
  return sound;
}

// Syllables: a buzz with a wandering pitch, through two resonances or none, with more or less breath in it;
// or hiss; some begin with a burst, as p, t and k do.
Sound babble(std::size_t size, lab::Dice& dice) {
  Sound sound(size);
  const double pace = 0.5 + dice.uniform(), voice = 80 + 180 * dice.uniform(), breath = 0.4 * dice.uniform();
  const double slope = 0.6 + dice.uniform(), open = dice.uniform() < 0.3 ? 1 : 0.02;
  std::size_t at = static_cast<std::size_t>(0.3 * lab::kBenchRate * dice.uniform());
  while (at < size) {
    const std::size_t length =
        static_cast<std::size_t>(lab::kBenchRate * pace * (0.06 + 0.25 * dice.uniform()));
    const double pitch = voice * std::exp(0.15 * dice.normal()), glide = 40 * dice.normal();
    const bool hiss = dice.uniform() < 0.25, burst = dice.uniform() < 0.25;
    const double first = 250 + 600 * dice.uniform(), second = 900 + 1800 * dice.uniform();
    const double rise = 0.05 + 0.55 * dice.uniform(), colour = 0.05 + 0.5 * dice.uniform();
    const int harmonics = 8 + dice.below(32);
    std::array<double, 40> weights{};
    for (int h = 1; h <= harmonics; ++h) {
      const double f = pitch * h;
      weights[static_cast<std::size_t>(h - 1)] = std::exp(-std::abs(f - first) / 150) +
                                                 0.6 * std::exp(-std::abs(f - second) / 200) +
                                                 open / std::pow(h, slope);
    }
    double phase = 0, slow = 0;
    const double level = 0.3 + 0.7 * dice.uniform();
    for (std::size_t i = 0; i < length && at + i < size; ++i) {
      const double t = static_cast<double>(i) / lab::kBenchRate,
                   place = static_cast<double>(i) / static_cast<double>(length);
      const double envelope = place < rise
                                  ? 0.5 - 0.5 * std::cos(std::numbers::pi * place / rise)
                                  : 0.5 + 0.5 * std::cos(std::numbers::pi * (place - rise) / (1 - rise));
      const double white = dice.normal();
      slow += colour * (white - slow);
      double value = 0;
      if (hiss) {
        value = 0.5 * (white - slow);
      } else {
        phase += (pitch + glide * t) / lab::kBenchRate;
        for (int h = 1; h <= harmonics; ++h)
          value += weights[static_cast<std::size_t>(h - 1)] * std::sin(2 * std::numbers::pi * phase * h);
        value += breath * slow;
      }
      value *= envelope;
      if (burst) value += 0.5 * (white - slow) * std::exp(-t / 0.008);
      sound[at + i] += static_cast<float>(level * value);
    }
    at += length + static_cast<std::size_t>(lab::kBenchRate * (dice.uniform() < 0.2 ? 0.6 * dice.uniform()
                                                                                    : 0.05 * dice.uniform()));
  }
  return sound;
}

// A quiet band: plucked chords, held chords, recorded notes.
Sound music(std::size_t size, const std::vector<Sound>& notes, lab::Dice& dice) {
  Sound sound(size);
  const double beat = 0.3 + 0.5 * dice.uniform();
  const bool held = dice.uniform() < 0.4;
  for (double when = 0.2; when * lab::kBenchRate < static_cast<double>(size);
       when += beat * (1 + dice.below(3))) {
    const std::size_t at = static_cast<std::size_t>(when * lab::kBenchRate);
    if (!notes.empty() && dice.uniform() < 0.4) {
      const Sound& note = notes[static_cast<std::size_t>(dice.below(static_cast<int>(notes.size())))];
      for (std::size_t i = 0; i < note.size() && at + i < size; ++i) sound[at + i] += 0.5F * note[i];
      continue;
    }
    const double root = 55 * std::exp2(3 * dice.uniform()), decay = held ? 0.7 : 3 + 5 * dice.uniform();
    const double attack = held ? 0.05 + 0.2 * dice.uniform() : 0.003 + 0.02 * dice.uniform();
    for (const double interval : {1.0, 1.26, 1.5, 2.0}) {
      for (std::size_t i = 0; i < static_cast<std::size_t>(1.5 * lab::kBenchRate) && at + i < size; ++i) {
        const double t = static_cast<double>(i) / lab::kBenchRate;
        double value = 0;
        for (int h = 1; h <= 4; ++h)
          value += std::sin(2 * std::numbers::pi * root * interval * h * t) / (h * h);
        sound[at + i] += static_cast<float>(0.15 * value * std::min(1.0, t / attack) * std::exp(-decay * t));
      }
    }
  }
  return sound;
}

// A metronome: short beeps or ticks at a steady pace. Not a drum.
Sound clicks(std::size_t size, lab::Dice& dice) {
  Sound sound(size);
  const double step = 60 / (60 + 140 * dice.uniform()) / (dice.uniform() < 0.3 ? 2 : 1);
  const double hz = 700 + 2500 * dice.uniform(), decay = 40 + 300 * dice.uniform(),
               square = dice.uniform() < 0.3 ? 1 : 0;
  const double accent = dice.uniform() < 0.6 ? 1.2 + 0.5 * dice.uniform() : 1;
  int beat = 0;
  for (double when = step * dice.uniform(); when * lab::kBenchRate < static_cast<double>(size);
       when += step, ++beat) {
    const std::size_t at = static_cast<std::size_t>(when * lab::kBenchRate);
    const double pitch = beat % 4 == 0 ? hz * accent : hz;
    for (std::size_t i = 0; i < static_cast<std::size_t>(0.12 * lab::kBenchRate) && at + i < size; ++i) {
      const double t = static_cast<double>(i) / lab::kBenchRate;
      double value = std::sin(2 * std::numbers::pi * pitch * t);
      if (square > 0) value = value > 0 ? 0.7 : -0.7;
      sound[at + i] += static_cast<float>(value * std::exp(-decay * t));
    }
  }
  return sound;
}

// Glasses and keys: a few ringing partials at once, now and then.
Sound clinks(std::size_t size, lab::Dice& dice) {
  Sound sound(size);
  const double density = 0.5 + 3 * dice.uniform();
  double when = 0;
  while (true) {
    when += -std::log(1 - dice.uniform()) / density;
    const std::size_t at = static_cast<std::size_t>(when * lab::kBenchRate);
    if (at >= size) return sound;
    const double level = std::pow(10, -25 * dice.uniform() / 20);
    const int partials = 3 + dice.below(5);
    for (int p = 0; p < partials; ++p) {
      const double hz = 900 * std::exp2(3.5 * dice.uniform()), decay = 4 + 80 * dice.uniform();
      for (std::size_t i = 0; i < static_cast<std::size_t>(5 / decay * lab::kBenchRate) && at + i < size;
           ++i) {
        const double t = static_cast<double>(i) / lab::kBenchRate;
        sound[at + i] +=
            static_cast<float>(level * std::sin(2 * std::numbers::pi * hz * t) * std::exp(-decay * t));
      }
    }
  }
}

// A steady or trembling tone: sine, sawtooth or square.
Sound tone(std::size_t size, lab::Dice& dice) {
  Sound sound(size);
  const double hz = 30 * std::exp2(5 * dice.uniform()), shape = dice.uniform();
  const double tremble = dice.uniform() < 0.4 ? 0.5 * dice.uniform() : 0, speed = 2 + 8 * dice.uniform();
  for (std::size_t i = 0; i < size; ++i) {
    const double t = static_cast<double>(i) / lab::kBenchRate, phase = std::fmod(hz * t, 1.0);
    const double wave = shape < 0.3   ? std::sin(2 * std::numbers::pi * phase)
                        : shape < 0.6 ? 2 * phase - 1
                        : phase < 0.5 ? 1
                                      : -1;
    sound[i] = static_cast<float>(wave * (1 + tremble * std::sin(2 * std::numbers::pi * speed * t)));
  }
  return sound;
}

}  // namespace firstchair::training
