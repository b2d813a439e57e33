#include "lab/conditions.h"

#include <cmath>

#include "lab/bleed.h"
#include "lab/phone.h"
#include "lab/room.h"

namespace firstchair::lab {
namespace {

double power_of(const std::vector<float>& sound) {
  double power = 0;
  for (const float value : sound) power += static_cast<double>(value) * static_cast<double>(value);
  return power;
}

// 20 dB under the mean power of `sound`.
void add_under(std::vector<float>& sound, const std::vector<float>& quiet) {
  const double gain = std::sqrt(power_of(sound) / (power_of(quiet) + 1e-12) / 100);
  for (std::size_t i = 0; i < sound.size(); ++i) {
    sound[i] += static_cast<float>(gain * static_cast<double>(quiet[i]));
  }
}

// Three poles spread over the spectrum: about 3 dB an octave.
std::vector<float> pink(std::size_t frames, std::uint64_t seed) {
  Dice dice(seed);
  double b0 = 0, b1 = 0, b2 = 0;
  std::vector<float> noise(frames);
  for (float& value : noise) {
    const double white = dice.normal();
    b0 = 0.99765 * b0 + white * 0.0990460;
    b1 = 0.96300 * b1 + white * 0.2965164;
    b2 = 0.57000 * b2 + white * 1.0526913;
    value = static_cast<float>(b0 + b1 + b2 + white * 0.1848);
  }
  return noise;
}

}  // namespace

const char* name_of(Condition condition) {
  switch (condition) {
    case Condition::clean:
      return "clean";
    case Condition::room:
      return "room";
    case Condition::phone:
      return "phone";
    case Condition::noise:
      return "noise 20 dB";
    case Condition::music:
      return "music 20 dB under";
    case Condition::click:
      return "a metronome in the room";
  }
  return "";
}

Rendering in_condition(const Rendering& dry, Condition condition, Use use, std::uint64_t seed) {
  Rendering out = dry;
  const double seconds = static_cast<double>(dry.sound.size()) / kBenchRate;
  switch (condition) {
    case Condition::clean:
      break;
    case Condition::room:
      out.sound = in_room(dry.sound, use, seed);
      break;
    case Condition::phone:
      out.sound = through_phone(dry.sound, seed);
      break;
    case Condition::noise:
      add_under(out.sound, pink(dry.sound.size(), seed));
      break;
    case Condition::music: {
      std::vector<float> band = music(seconds, dry.bpm, dry.beat, seed);
      band.resize(out.sound.size());
      add_under(out.sound, band);
      break;
    }
    case Condition::click: {
      std::vector<float> click = in_room(metronome(seconds, dry.bpm, dry.beat, seed), use, seed);
      normalise(click);
      click.resize(out.sound.size());
      for (std::size_t i = 0; i < click.size(); ++i) out.sound[i] += kClickBleed * click[i];
      break;
    }
  }
  normalise(out.sound);
  return out;
}

}  // namespace firstchair::lab
