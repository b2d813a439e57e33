// The TakeStrength says how hard the strokes of a whole recording were, once all of them are known.
//
// A StrengthScale must guess a drum's range while it is played, so the same stroke is told harder or softer
// as the guess moves. Afterwards one offset a family of drums serves the whole recording, and strokes keep
// the order of their levels.
#pragma once

#include <span>
#include <vector>

#include "engine/core/hit.h"

namespace firstchair::ear {

class TakeStrength {
 public:
  // Takes the next stroke: the net's strength of it, 1..127, and the level of its drum in dB. It keeps eight
  // bytes of each.
  void add(float told, float level_db) { strokes_.push_back({told, level_db}); }
  // Gives the strokes their strengths, 1..127. `hits` are those that were added, in that order; their voices
  // count.
  void settle(std::span<Hit> hits) const;
  void reset() { strokes_.clear(); }

 private:
  struct Stroke {
    float told = 0, level_db = 0;
  };
  std::vector<Stroke> strokes_;
};

}  // namespace firstchair::ear
