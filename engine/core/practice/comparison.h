// A Comparison says what two takes, or two stretches of history, show of a change. teacher/compare.h makes
// it.
#pragma once

#include "engine/core/voice.h"

namespace firstchair {

enum class Change : unsigned char {
  real,       // both tests agree
  not_shown,  // needs more takes
  not_like,   // other chart, tempo, kit or click: not compared
  too_few     // strokes
};

struct Comparison {
  Line line = Line::pad;
  Change spread = Change::too_few;
  double before_ms = 0, after_ms = 0;               // spreads
  double ratio = 1, ratio_low = 1, ratio_high = 1;  // after over before, 95 %
  double chance = 1;  // share of shuffles by bar that differ as much; 1: not shuffled
  // So many takes like these, on each side, would show this difference with a power of 0.8; 0: no number
  // would.
  int takes_needed = 0;
  Change mean = Change::too_few;
  double mean_before = 0, mean_after = 0;           // ms, signed
  double moved = 0, moved_low = 0, moved_high = 0;  // after less before, 95 %
};

// Progress says how the spread of a line changed over the takes of an item.
struct Progress {
  Line line = Line::pad;
  int takes = 0, days = 0;
  double before_ms = 0, after_ms = 0;  // as fitted, at the first and the last take
  double probability = 0.5;            // probability that the spread fell
  bool shown = false;                  // true: the probability is over 0.95 (or under 0.05: it rose)
};

}  // namespace firstchair
