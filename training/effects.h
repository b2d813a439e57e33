// This file makes what lies between a drum and a recording: room, microphone, noise, a telephone, other
// sounds.
#pragma once

#include <string>
#include <vector>

#include "lab/sound.h"

namespace firstchair::training {

struct Room {
  std::vector<float> response;
  std::int64_t direct = 0;  // frame of the direct sound
};

// Surroundings are the rooms that may be trained on, and sounds of other instruments for bleed.
struct Surroundings {
  std::vector<Room> rooms;
  std::vector<std::vector<float>> notes;
};
Surroundings training_surroundings();

// Puts one recording situation, drawn at random, over a dry mix whose strokes stay where they are.
void record(std::vector<float>& sound, const Surroundings& around, lab::Dice& dice);

// Does the same for a stretch in which nothing is struck: noises, voices, clinks, tones, a metronome, a band.
void record_nothing(std::vector<float>& sound, const Surroundings& around, lab::Dice& dice);

}  // namespace firstchair::training
