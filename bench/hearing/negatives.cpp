#include "bench/hearing/negatives.h"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <string>

#include "bench/hearing/listen.h"
#include "bench/hearing/sound.h"

namespace firstchair {
namespace {

std::vector<float> filled(double seconds, const std::function<double(double)>& value) {
  std::vector<float> sound(static_cast<std::size_t>(seconds * kBenchRate));
  for (std::size_t i = 0; i < sound.size(); ++i) {
    sound[i] = static_cast<float>(value(static_cast<double>(i) / kBenchRate));
  }
  return sound;
}

}  // namespace

void print_negatives(double seconds) {
  Dice dice(3);
  double slow = 0, brown = 0;
  const auto white = [&](double) { return 0.03 * dice.normal(); };
  const auto fan = [&](double t) {
    brown = 0.98 * brown + 0.02 * dice.normal();
    return 0.3 * brown + 0.02 * std::sin(2 * std::numbers::pi * 96 * t);
  };
  const auto hum = [](double t) {
    double sum = 0;
    for (int h = 1; h <= 9; h += 2) sum += std::sin(2 * std::numbers::pi * 50 * h * t) / h;
    return 0.1 * sum;
  };
  // Four syllables a second: a buzz with formant-like noise under a raised-cosine envelope.
  const auto babble = [&](double t) {
    slow = 0.9 * slow + 0.1 * dice.normal();
    const double envelope = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * 4 * t);
    double buzz = 0;
    for (int h = 1; h <= 20; ++h)
      buzz += std::sin(2 * std::numbers::pi * (120 + 10 * std::sin(3 * t)) * h * t) / h;
    return 0.1 * envelope * envelope * (buzz + slow);
  };
  fmt::print("\n### Nothing was struck\n\n| sound | false strokes a minute |\n|---|---|\n");
  const auto count = [&](const std::string& name, const std::vector<float>& sound) {
    const std::size_t hits = listen(sound, kBenchRate, 512).hits.size();
    fmt::print("| {} | {:.1f} |\n", name, 60 * static_cast<double>(hits) / seconds);
  };
  count("silence", filled(seconds, [](double) { return 0.0; }));
  count("16-bit dither", filled(seconds, [&](double) { return (dice.uniform() - dice.uniform()) / 32768; }));
  count("white noise, -30 dB", filled(seconds, white));
  count("fan", filled(seconds, fan));
  count("hum, 50 Hz and harmonics", filled(seconds, hum));
  count("babble of syllables", filled(seconds, babble));
}

}  // namespace firstchair
