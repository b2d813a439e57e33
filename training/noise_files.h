// Recorded sounds that are no strokes of a drum: people, machines, doors, single instruments.
#pragma once

#include <string>
#include <vector>

#include "lab/sound.h"

namespace firstchair::training {

struct NoiseFile {
  std::string kind;
  bool steady = false;  // it has no sudden sounds in it
  std::vector<float> sound;
};
using NoiseFiles = std::vector<NoiseFile>;

// Returns the files of the data folder but for claps and steps, which are struck. Of each kind's files every
// fourth is for validation alone, the others for training alone.
NoiseFiles noise_files(bool validation);

// Returns `size` frames of one file drawn at random, a little faster or slower, again and again; a sudden one
// with pauses.
std::vector<float> from_files(const NoiseFiles& files, std::size_t size, lab::Dice& dice);

}  // namespace firstchair::training
