// A KitSound is how the drums of one kit sound through one microphone in one room: spectra of strokes of
// each, struck alone.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/ear/attack_spectrum.h"
#include "engine/ear/net.h"

namespace firstchair::ear {

struct KitSound {
  struct Drum {
    int strokes = 0;            // that the spectrum rests on; 0: the drum was not struck
    AttackSpectrum spectrum{};  // their mean; its sum is 1

    bool operator==(const Drum&) const = default;
  };
  std::string name = {};                   // that it is kept under
  std::string ear;                         // name of the weights that it was made for
  std::array<Drum, kHeardVoices> drums{};  // by Voice

  bool operator==(const KitSound&) const = default;
};

}  // namespace firstchair::ear
