// This file runs our ears on a whole sound: the live one as a live program would use it, and the file ear.
#pragma once

#include <span>
#include <vector>

#include "engine/ear/ear.h"
#include "engine/ear/file_times.h"
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

// Does the same with the file ear, which tells no onsets. With `weights` and `times` it hears with those and
// not with the program's own.
Heard listen_to_file(std::span<const float> sound, double rate, ear::VoicesMode voices = ear::VoicesMode::kit,
                     std::span<const Click> clicks = {}, const ear::EarWeights* weights = nullptr,
                     const ear::FileTimes* times = nullptr);

// Returns the bytes of heap that an ear holds while it hears; constants of the program are not among them.
std::size_t ear_heap_bytes(double rate, ear::WhichEar which = ear::WhichEar::live);

}  // namespace firstchair::lab
