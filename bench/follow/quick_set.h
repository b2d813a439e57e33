// This is a small fixed set of performances with known truth; it is quick enough to be followed some hundred
// times.
#pragma once

#include <span>
#include <vector>

#include "bench/follow/groove.h"

namespace firstchair::bench {

struct QuickTake {
  Groove groove;                // chart, hits (frames are microseconds) and which note each answers
  std::vector<double> meant_s;  // per hit: where the player's pulse has its note; empty: not known
  std::vector<bool> grace;      // per hit: a grace stroke of the note it has; empty: not known
  bool steady = true;           // groove.bpm holds from time 0 to the end
  bool bars_differ = true;      // so that a jump from bar to bar can be heard
  bool levels = false;          // ghosts, accents and flams are written and played
};

// Returns simulated drummers with correlated errors and leans (rock, a shuffle, funk with ghosts, accents and
// flams, a waltz, and rock that drifts) and some grooves of the training split, of 250 to 450 strokes.
std::vector<QuickTake> quick_set(std::span<const Groove> grooves);

}  // namespace firstchair::bench
