#include "bench/hearing/render.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace firstchair {
namespace {

constexpr double kOneAttack = 0.008;  // seconds
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

struct Room {
  std::vector<float> response;
  std::int64_t direct = 0;
};

Room load_room(Use use, std::uint64_t seed) {
  static constexpr std::array kTuning{"basement", "maes-howe", "st-andrews-church", "tyndall-bruce-monument"};
  static constexpr std::array kValidation{"terrys-typing-room", "lady-chapel-st-albans-cathedral",
                                          "saint-lawrence-church-molenbeek-wersbeek-belgium",
                                          "sports-centre-university-of-york"};
  const std::string name = (use == Use::tuning ? kTuning : kValidation)[seed % kTuning.size()];
  const std::string folder = data_folder() + "/rooms/";
  Room room;
  if (!data_folder().empty()) room.response = load_sound(folder + name + ".flac");
  if (room.response.empty()) {
    Dice dice(seed);
    room.response.resize(22050);
    for (std::size_t i = 0; i < room.response.size(); ++i) {
      room.response[i] = static_cast<float>(0.02 * dice.normal() * std::exp(-static_cast<double>(i) / 4000));
    }
    room.response[0] = 1;
    return room;
  }
  std::ifstream csv(folder + "rooms.csv");
  for (std::string line; std::getline(csv, line);) {
    if (!line.starts_with(name + ".flac")) continue;
    std::stringstream row(line);
    std::string cell;
    for (int c = 0; c < 6; ++c) std::getline(row, cell, ',');
    room.direct = std::stoll(cell);
  }
  return room;
}

void normalise(std::vector<float>& sound) {
  float peak = 1e-9F;
  for (const float value : sound) peak = std::max(peak, std::abs(value));
  for (float& value : sound) value *= 0.708F / peak;
}

}  // namespace

const char* name_of(Condition condition) {
  switch (condition) {
    case Condition::clean:
      return "clean";
    case Condition::room:
      return "room";
    case Condition::noise:
      return "noise 20 dB";
  }
  return "";
}

Rendering render(const Piece& piece, const Kit& kit, std::uint64_t seed, double law) {
  Rendering out{.name = piece.name, .kit = kit.name, .sound = {}, .truth = {}};
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
  return out;
}

Rendering in_condition(const Rendering& dry, Condition condition, Use use, std::uint64_t seed) {
  Rendering out = dry;
  if (condition == Condition::room) {
    const Room room = load_room(use, seed);
    const std::vector<float> wet = convolve(dry.sound, room.response);
    std::fill(out.sound.begin(), out.sound.end(), 0.0F);
    std::copy(wet.begin() + static_cast<std::ptrdiff_t>(room.direct), wet.end(), out.sound.begin());
  } else if (condition == Condition::noise) {
    double power = 0;
    for (const float value : dry.sound) power += static_cast<double>(value) * static_cast<double>(value);
    Dice dice(seed);
    double b0 = 0, b1 = 0, b2 = 0, noise_power = 0;
    std::vector<double> noise(dry.sound.size());
    for (double& value : noise) {  // three poles spread over the spectrum: about 3 dB an octave
      const double white = dice.normal();
      b0 = 0.99765 * b0 + white * 0.0990460;
      b1 = 0.96300 * b1 + white * 0.2965164;
      b2 = 0.57000 * b2 + white * 1.0526913;
      value = b0 + b1 + b2 + white * 0.1848;
      noise_power += value * value;
    }
    const double gain = std::sqrt(power / noise_power / 100);
    for (std::size_t i = 0; i < noise.size(); ++i) out.sound[i] += static_cast<float>(gain * noise[i]);
  }
  normalise(out.sound);
  return out;
}

}  // namespace firstchair
