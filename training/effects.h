// This file makes what lies between a drum and a recording: room, microphone, noise, a telephone, other
// sounds.
#pragma once

#include <string>
#include <vector>

#include "lab/sound.h"
#include "training/audible.h"
#include "training/sounds.h"

namespace firstchair::training {

struct Room {
  std::vector<float> response;
  std::int64_t direct = 0;  // frame of the direct sound
};

// Surroundings are the rooms, devices and sounds of one side of the split (docs/guide/hearing.md).
struct Surroundings {
  std::vector<Room> rooms;
  std::vector<Room> plates;               // without direct sound
  std::vector<Room> devices;              // telephones, loudspeakers: to colour what was already in a room
  std::vector<std::vector<float>> notes;  // of instruments
  NoiseFiles noises;
};
Surroundings training_surroundings();
// Returns the rooms and the noises that nothing is trained on.
Surroundings validation_surroundings();

// Mixes the sound with itself in the room, whose direct sound counts as 1 and stays in its place. wet: 0..1.
void put_in_room(std::vector<float>& sound, const Room& room, double wet, Audible& audible);

// Puts one recording situation, drawn at random, over a mix whose strokes stay where they are. `finished`
// says that the mix is a record already: it is less often in a room.
void record(std::vector<float>& sound, bool finished, Audible& audible, const Surroundings& around,
            lab::Dice& dice);

// Does the same for a stretch in which nothing is struck: noises, voices, clinks, tones, a metronome, a band.
void record_nothing(std::vector<float>& sound, const Surroundings& around, lab::Dice& dice);

}  // namespace firstchair::training
