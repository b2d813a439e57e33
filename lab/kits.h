// A Kit is a drum kit as a set of single recorded strokes whose attack frame is known.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/voice.h"
#include "lab/sound.h"

namespace firstchair::lab {

struct Sample {
  std::vector<float> sound;
  std::int64_t attack = 0;  // first frame of the stroke's sound
  float peak = 0;
  std::string drum = {};  // which of a voice's drums, where the kit has several; empty: the only one
};

struct Layer {
  double up_to = 1;  // highest velocity / 127 it answers
  std::vector<Sample> takes;
};

struct Kit {
  std::string name;
  std::string licence;
  std::array<std::vector<Layer>, kVoiceCount> layers;  // soft to loud; empty: the voice is missing

  // Returns the voice itself or one of its family that the kit has, or nothing if it has none.
  std::optional<Voice> stand_in(Voice voice) const;
  const Sample& sample(Voice voice, double velocity, Dice& dice) const;
  bool complete() const;  // true: it has kick, snare, hat, tom and a cymbal
};

// Reads a folder with drumkit.xml (Hydrogen). Samples without a clear attack are left out.
Kit load_hydrogen_kit(const std::string& folder);
// Trust says from which confidence of its attack frame on a row of a kit.csv is taken.
struct Trust {
  double least = 0.8;        // 0.8: good to a few tenths of a millisecond; 0.6: cut at the attack
  double least_pedal = 0.8;  // of pedalled hats, which swell
};
// Reads a folder with kit.csv: its trusted rows of one microphone ("" means all).
Kit load_csv_kit(const std::string& folder, const std::string& mic, const Trust& trust = {});

enum class Use { tuning, validation };
// Returns all kits found on this machine for that use; docs/guide/hearing.md states the split.
std::vector<Kit> load_kits(Use use);

// Returns $FIRSTCHAIR_DATA, or ../shared/data beside the project, or an empty text when it is not there.
std::string corpora_folder();

}  // namespace firstchair::lab
