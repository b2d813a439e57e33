// This file writes the notes of one layer of a bar (hands or feet) as note values, beat by beat, with rests,
// dots and tuplets. A drum note has no length of its own: it is written up to the next one or to the end of
// its beat.
#pragma once

#include <span>
#include <vector>

#include "engine/core/chart.h"

namespace firstchair::report {

// A Figure is one chord or rest.
struct Figure {
  Ticks tick = 0;
  int value = 2;  // 0 whole, 1 half, 2 quarter, 3 eighth ... 6 sixty-fourth
  int dots = 0;
  std::vector<int> notes;  // indices into the chart's notes; empty: a rest
  bool whole_bar = false;  // a rest that stands for the bar, whatever its meter
};

// A BeatGroup holds the figures of one beat, which are beamed together.
struct BeatGroup {
  Ticks start = 0, length = 0;
  int tuplet = 0;  // the number over it; 0: none
  int divisions = 1;
  std::vector<Figure> figures;
};

// Returns the lengths of the beats of a bar: quarters where the meter counts quarters or halves, dotted
// quarters in 6/8, 9/8, 12/8, otherwise twos with a three at the end (7/8 = 2 + 2 + 3). Law: they sum to the
// bar.
std::vector<Ticks> beats_of(const MeterChange& meter);

// `notes` holds indices into chart.notes of one layer, all inside the bar, in order of tick. Laws: every
// index is in one figure; the figures of a group are in order and stay inside it. Ticks off every division up
// to 64ths and the usual tuplets are written at the nearest 64th.
std::vector<BeatGroup> write_rhythm(const Chart& chart, const Bar& bar, std::span<const int> notes);

}  // namespace firstchair::report
