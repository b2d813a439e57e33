// A loop is an independent chart for a performance: its groove is written down once, as a few bars, and
// played many times.
#pragma once

#include "bench/follow/groove.h"

namespace firstchair::bench {

// Returns the groove with another chart: the strokes that at least half of its rounds share, in a loop of
// that many bars, written out over the take. note_of then names the note of the loop that a stroke was played
// for: same voice, at its own written place or, when that is empty, within a twelfth of a quarter of it; the
// nearest stroke has the note, -1 is a stroke that the chart does not know.
Groove with_loop(const Groove& groove, int bars = 1);
// Returns the share of the strokes that the chart knows.
double known_share(const Groove& groove);

// Returns a number for the content of every bar: equal numbers mean equal bars.
std::vector<int> bar_contents(const Groove& groove);

}  // namespace firstchair::bench
