// This file engraves rhythm: it finds note values, dots, tuplets and rests for the onsets of one bar.
#pragma once

#include <span>
#include <vector>

#include "engine/core/chart.h"

namespace firstchair::charts {

// A RhythmSlot is a chord or a rest. Its length is what is heard: in a triplet two thirds of what is drawn.
struct RhythmSlot {
  Ticks length = 0;
  int onset = -1;  // index of what sounds; -1 is a rest
  int value = -1;  // 0 whole, 1 half, 2 quarter ... 8; -1 where no note value fits: then `length` alone tells
  int dots = 0;    // 0 or 1
  int actual = 1, normal = 1;  // the tuplet's
  bool tuplet_starts = false, tuplet_stops = false;
  int beat = 0;            // slots of one beat are beamed together
  bool whole_bar = false;  // a bar of rest
};

// `onsets` are ticks from the bar line, in order, without two equal ones, all inside the bar. Law: the
// lengths add up to the bar, and the slot of onset i begins at onsets[i]. Notes end with their beat: a drum
// does not ring by notation.
std::vector<RhythmSlot> engrave(const MeterChange& meter, std::span<const Ticks> onsets);

}  // namespace firstchair::charts
