#include "bench/hearing/negatives.h"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "lab/bleed.h"

namespace firstchair::bench {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

std::vector<float> filled(double seconds, const std::function<double(double)>& value) {
  std::vector<float> sound(static_cast<std::size_t>(seconds * lab::kBenchRate));
  for (std::size_t i = 0; i < sound.size(); ++i) {
    sound[i] = static_cast<float>(value(static_cast<double>(i) / lab::kBenchRate));
  }
  return sound;
}

// Two clinks a second at random times: five partials of 1.5 to 9 kHz that ring 20 to 200 ms.
std::vector<float> dishes(double seconds, lab::Dice& dice) {
  std::vector<float> sound(static_cast<std::size_t>(seconds * lab::kBenchRate));
  for (int clink = 0; clink < static_cast<int>(2 * seconds); ++clink) {
    const std::size_t from = static_cast<std::size_t>(dice.uniform() * static_cast<double>(sound.size()));
    const double loud = 0.1 * std::pow(10, -dice.uniform());
    for (int partial = 0; partial < 5; ++partial) {
      const double hz = 1500 * std::pow(6, dice.uniform()), ring = 0.02 * std::pow(10, dice.uniform());
      const std::size_t to =
          std::min(sound.size(), from + static_cast<std::size_t>(6 * ring * lab::kBenchRate));
      for (std::size_t i = from; i < to; ++i) {
        const double t = static_cast<double>(i - from) / lab::kBenchRate;
        sound[i] += static_cast<float>(loud * std::sin(kTurn * hz * t) * std::exp(-t / ring));
      }
    }
  }
  return sound;
}

}  // namespace

std::vector<lab::Rendering> negatives(double seconds) {
  lab::Dice dice(3);
  double slow = 0, brown = 0;
  const auto fan = [&](double t) {
    brown = 0.98 * brown + 0.02 * dice.normal();
    return 0.3 * brown + 0.02 * std::sin(kTurn * 96 * t);
  };
  const auto hum = [](double t) {
    double sum = 0;
    for (int h = 1; h <= 9; h += 2) sum += std::sin(kTurn * 50 * h * t) / h;
    return 0.1 * sum;
  };
  // Four syllables a second: a buzz with formant-like noise under a raised-cosine envelope.
  const auto babble = [&](double t) {
    slow = 0.9 * slow + 0.1 * dice.normal();
    const double envelope = 0.5 - 0.5 * std::cos(kTurn * 4 * t);
    double buzz = 0;
    for (int h = 1; h <= 20; ++h) buzz += std::sin(kTurn * (120 + 10 * std::sin(3 * t)) * h * t) / h;
    return 0.1 * envelope * envelope * (buzz + slow);
  };
  std::vector<lab::Rendering> sounds;
  const auto add = [&](const char* name, std::vector<float> sound) {
    sounds.push_back({.name = name, .kit = {}, .sound = std::move(sound), .truth = {}});
  };
  add("silence", filled(5 * seconds, [](double) { return 0.0; }));
  add("16-bit dither", filled(seconds, [&](double) { return (dice.uniform() - dice.uniform()) / 32768; }));
  add("white noise, -30 dB", filled(seconds, [&](double) { return 0.03 * dice.normal(); }));
  add("fan", filled(seconds, fan));
  add("hum", filled(seconds, hum));
  add("babble of syllables", filled(seconds, babble));
  add("dishes, 120 clinks a minute", dishes(seconds, dice));
  add("metronome, 100 clicks a minute", lab::metronome(seconds, 100, 0.3, 1));
  std::vector<float> band = lab::music(seconds, 100, 0.3, 1);
  lab::normalise(band);
  add("music", std::move(band));
  add("square wave, full scale",
      filled(seconds, [](double t) { return std::fmod(t, 0.01) < 0.005 ? 1.0 : -1.0; }));
  add("constant 0.5", filled(seconds, [](double) { return 0.5; }));
  return sounds;
}

void print_negatives(double seconds, Peers peers) {
  const std::vector<lab::Rendering> sounds = negatives(seconds);
  fmt::print(
      "\n## Nothing was struck\n\nFalse strokes a minute, over {:.0f} s each (silence {:.0f} s).\n\n| "
      "listener |",
      seconds, 5 * seconds);
  for (const lab::Rendering& sound : sounds) fmt::print(" {} |", sound.name);
  fmt::print("\n|---|");
  for (std::size_t s = 0; s < sounds.size(); ++s) fmt::print("---|");
  fmt::print("\n");
  for (const Tally& t : hear_all(sounds, peers).listeners) {
    fmt::print("| {} |", t.listener);
    for (const Tally::File& file : t.files) {
      fmt::print(" {:.1f} |", 60 * static_cast<double>(file.heard.size()) / file.seconds);
    }
    fmt::print("\n");
  }
}

}  // namespace firstchair::bench
