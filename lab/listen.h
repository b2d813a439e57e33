// This file runs our ear on a whole sound, as a live program would use it.
#pragma once

#include <span>
#include <vector>

#include "engine/ear/ear.h"
#include "lab/bleed.h"

namespace firstchair::lab {

struct Heard {
  std::vector<Hit> hits;
  std::vector<double> hit_told;  // per hit: seconds of sound pushed when it was told
  std::vector<ear::Onset> onsets;
  std::vector<double> onset_told;  // per onset likewise
  VoiceDetail detail = VoiceDetail::none;
  double cpu_seconds = 0;
};

// Pushes the sound in blocks of `block` frames. `clicks` are those of a metronome that the ear is told of.
Heard listen(std::span<const float> sound, double rate, std::size_t block,
             ear::VoicesMode voices = ear::VoicesMode::kit, std::span<const Click> clicks = {});

// Returns the bytes of heap that an ear holds while it hears; constants of the program are not among them.
std::size_t ear_heap_bytes(double rate);

}  // namespace firstchair::lab
