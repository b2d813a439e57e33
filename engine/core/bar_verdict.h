// A BarVerdict is what is said of one bar as soon as it is over. judge/ makes it (bar_judge.h).
#pragma once

#include <vector>

#include "engine/core/hit_count.h"
#include "engine/core/voice.h"

namespace firstchair {

struct BarLine {
  Line line = Line::pad;
  HitCount hits = {};
  int timed = 0;                                    // strokes the lean is the mean of
  bool measured = false;                            // false: too few strokes yet for an interval
  double lean_ms = 0, lean_low = 0, lean_high = 0;  // of this bar, 95 %
  bool spread_measured = false;
  double spread_ms = 0, spread_low = 0, spread_high = 0;  // SD about the bar's mean, of all bars so far, 95 %
};

enum class BarFault : unsigned char { none, hits, lean };

struct BarVerdict {
  int bar = 0;                 // its number in the chart, from 1
  std::vector<BarLine> lines;  // the lines that have notes in the bar or were struck in it, in order of Line
  HitCount hits = {};
  // It is false when nothing was heard in a bar that has notes. Such a bar counts once a later one is played:
  // a player who has left is judged for none that he did not reach.
  bool played = true;
  BarFault fault = BarFault::none;
  Line fault_line = Line::pad;  // for the fault lean: the line furthest outside
};

}  // namespace firstchair
