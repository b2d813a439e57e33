// The groove model says what drummers strike where in a bar of four, as a mixture of kinds of groove. It was
// fitted to the training split of the Groove MIDI Dataset by `bench_follow --fit-beats`, which prints
// groove_model.cpp's table.
#pragma once

#include <array>

#include "engine/core/hit.h"

namespace firstchair::follow {

inline constexpr int kBeatPlaces = 12;  // places in a beat: sixteenths and triplets
inline constexpr int kBarPlaces = 4 * kBeatPlaces;

enum class Struck : unsigned char { kick, snare, ghost, time, tom, crash };
inline constexpr int kStruckCount = 6;
Struck struck_of(Voice voice, float strength);

struct GrooveKind {
  float share = 0;                                                 // of the performances
  float log_bpm = 0;                                               // mean of the logarithm of their tempo
  float spread = 0;                                                // its standard deviation
  std::array<std::array<float, kStruckCount>, kBarPlaces> rate{};  // probability that it is struck there
};

inline constexpr int kGrooveKinds = 8;
extern const std::array<GrooveKind, kGrooveKinds> kGrooveModel;

}  // namespace firstchair::follow
