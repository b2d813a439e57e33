#include "lab/render.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "lab/attacks.h"

namespace firstchair::lab {
namespace {

constexpr std::int64_t kFadeIn = 44;  // frames before the attack
constexpr double kStillness = 3e-4;   // -70 dB: the noise of a quiet room and a preamplifier

double place_in_mix_db(Voice voice) {
  switch (line_of(voice)) {
    case Line::kick:
    case Line::snare:
    case Line::pad:
      return 0;
    case Line::tom:
      return -2;
    case Line::crash:
      return -5;
    case Line::hat:
    case Line::hat_foot:
      return -10;
    case Line::ride:
      return -12;
  }
  return 0;
}

}  // namespace

void normalise(std::vector<float>& sound) {
  float peak = 1e-9F;
  for (const float value : sound) peak = std::max(peak, std::abs(value));
  for (float& value : sound) value *= 0.708F / peak;
}

Rendering render(const Piece& piece, const Kit& kit, std::uint64_t seed, double law) {
  Rendering out{
      .name = piece.name, .kit = kit.name, .sound = {}, .truth = {}, .bpm = piece.bpm, .beat = piece.beat};
  out.sound.resize(static_cast<std::size_t>(piece.seconds * kBenchRate));
  Dice dice(seed);
  std::array<double, kLineCount> balance{};
  for (double& db : balance) db = 3 * dice.normal();
  std::vector<Stroke> played;
  for (std::size_t s = 0; s < piece.strokes.size(); ++s) {
    Stroke stroke = piece.strokes[s];
    const std::optional<Voice> voice = kit.stand_in(stroke.voice);
    if (!voice) continue;
    const std::int64_t at = std::llround(stroke.seconds * kBenchRate);
    const Sample& sample = kit.sample(*voice, stroke.velocity, dice);
    const double db = place_in_mix_db(*voice) + balance[static_cast<std::size_t>(line_of(*voice))];
    const double gain =
        std::pow(10, db / 20) * std::pow(stroke.velocity / 127, law) / static_cast<double>(sample.peak);
    std::int64_t stop = static_cast<std::int64_t>(out.sound.size());
    if (stroke.voice == Voice::hat_open) {
      for (std::size_t next = s + 1; next < piece.strokes.size(); ++next) {
        const Stroke& later = piece.strokes[next];
        if (family_of(later.voice) == Family::hat && later.seconds > stroke.seconds + 0.02) {
          stop = std::llround(later.seconds * kBenchRate);
          break;
        }
      }
    }
    for (std::size_t i = 0; i < sample.sound.size(); ++i) {
      const std::int64_t frame = at - sample.attack + static_cast<std::int64_t>(i);
      if (frame < 0 || frame >= static_cast<std::int64_t>(out.sound.size())) continue;
      double value = gain * static_cast<double>(sample.sound[i]);
      const std::int64_t early = sample.attack - static_cast<std::int64_t>(i);
      if (early > kFadeIn)
        continue;  // a file's own pre-roll would begin with a step of noise that no recording has
      if (early > 0) value *= 1 - static_cast<double>(early) / kFadeIn;
      if (frame > stop) value *= std::exp(-static_cast<double>(frame - stop) / 441);
      out.sound[static_cast<std::size_t>(frame)] += static_cast<float>(value);
    }
    stroke.voice = *voice;
    stroke.seconds = static_cast<double>(at) / kBenchRate;
    played.push_back(stroke);
  }
  normalise(out.sound);
  for (float& value : out.sound) value += static_cast<float>(kStillness * dice.normal());
  for (const Stroke& stroke : played) {
    if (out.truth.empty() || stroke.seconds - out.truth.back().strokes.front().seconds > kOneAttack) {
      out.truth.push_back({});
    }
    Truth& truth = out.truth.back();
    truth.strokes.push_back(stroke);
    truth.velocity = std::max(truth.velocity, stroke.velocity);
  }
  // A stroke that another of the same attack drowns (less than half its velocity) does not set the time.
  for (Truth& truth : out.truth) {
    for (const Stroke& stroke : truth.strokes) {
      if (stroke.velocity < truth.velocity / 2) continue;
      truth.seconds = stroke.seconds;
      break;
    }
  }
  // Moving an attack's time to a louder stroke can cross the next attack by a hair.
  std::stable_sort(out.truth.begin(), out.truth.end(),
                   [](const Truth& a, const Truth& b) { return a.seconds < b.seconds; });
  return out;
}

}  // namespace firstchair::lab
