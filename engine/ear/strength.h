// How hard? Peak level after the attack -> 0..127.
//
// The gain of a recording is unknown, so a level says nothing by itself: strength is relative to the hardest
// strokes of the same family heard so far. With `loud` the family's running loudest level,
//   strength = 112 * 10^((level - loud) / 24), at most 127:
// amplitude with the power 1.2 of velocity, as the layers of recorded kits have it (bench/hearing/render.h).
// `loud` starts at the family's first stroke or, for a family not yet heard, that stroke counts as its
// loudest; it rises at once and sinks by 0.05 dB a stroke, so one freak stroke is forgotten. Causal: early
// strokes of a take are never re-read.
#pragma once

#include <array>

#include "engine/core/voice.h"

namespace firstchair {

class Strength {
 public:
  // [audio] Call once a stroke, in order. level_db: peak re full scale.
  float of(Family family, float level_db);
  void reset() { *this = Strength(); }

 private:
  static constexpr float kUnheard = 1000;
  struct Loud {
    float level_db = kUnheard;
  };
  std::array<Loud, kFamilyCount> loud_{};
};

}  // namespace firstchair
