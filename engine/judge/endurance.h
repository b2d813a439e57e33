// Endurance: does the spread grow, does the level sink, as a take goes on?
//
// Strokes are taken in blocks of 64. A block's spread is that of its strokes about their line's local mean
// (four strokes on either side, itself left out), so that a slow wander of the tempo is none. Slopes over the
// blocks by least squares, 95 % by Student's t.
#pragma once

#include <span>

#include "engine/core/practice.h"
#include "engine/core/voice.h"

namespace firstchair {

inline constexpr int kEnduranceBlock = 64, kBlocksNeeded = 5;

struct EnduranceStroke {
  double seconds = 0;
  Line line = Line::pad;
  double error_ms = 0;
  double level_db = 0;  // of its strength: 20 log10(strength / 127)
};

// strokes: timed ones, in order.
Endurance endurance(std::span<const EnduranceStroke> strokes);

}  // namespace firstchair
