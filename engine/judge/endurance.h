// Endurance asks whether the spread grows and the level sinks as a take goes on.
//
// Strokes are taken in blocks of 64. A block's spread is that of its strokes about their line's local mean
// (four strokes on either side, itself left out), so that a slow wander of the tempo is none. Slopes over the
// blocks are found by least squares, their 95 % intervals by Student's t.
#pragma once

#include <span>
#include <vector>

#include "engine/core/practice/practised_run.h"
#include "engine/core/voice.h"

namespace firstchair::judge {

inline constexpr int kEnduranceBlock = 64, kBlocksNeeded = 5;

struct EnduranceStroke {
  double seconds = 0;
  Line line = Line::pad;
  double error_ms = 0;
  double level_db = 0;  // of its strength: 20 log10(strength / 127)
};

// An EnduranceBlock holds 64 strokes; its levels and lag are about their lines' own means over all strokes.
struct EnduranceBlock {
  double minutes = 0;    // its middle
  double spread_ms = 0;  // SD
  double level_db = 0, level_sd_db = 0;
  double lag_low = 0, lag_high = 0;  // slope of the error, ms a minute, 95 %; above 0: falling behind
};

// `strokes` are the timed ones, in order. A block in which fewer than eight strokes have neighbours is left
// out.
std::vector<EnduranceBlock> endurance_blocks(std::span<const EnduranceStroke> strokes);
Endurance endurance(std::span<const EnduranceStroke> strokes);

}  // namespace firstchair::judge
