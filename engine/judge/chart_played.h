// Was this chart played at all? That is asked before any verdict: what is said of a chart that lay on the
// stand while something else was played is false in every line. A player's slips are many or few, but they
// fall here and there; another groove departs from the chart at the same places of every bar.
#pragma once

#include <span>

#include "engine/core/alignment.h"
#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/core/source.h"

namespace firstchair::judge {

// Returns how much of the strokes and of the notes that were come past answer each other, 0..1: twice the
// answered notes over strokes and notes together (the harmonic mean of both shares). Grace strokes count with
// their notes, notes that the source cannot tell apart do not count.
double explained(const Alignment& alignment);

// Returns the same with every slip forgiven that is not at home: 1 less the share of those notes that are
// missed, and of those strokes that are extra, at a place of the bar, or of every 2nd bar, where that happens
// most times.
double explained_but_for_slips(const Alignment& alignment, const Chart& chart, std::span<const Hit> hits);

enum class Played : unsigned char {
  chart,
  other,  // a groove that is not the chart's
  lost,   // next to nothing answers the chart: another groove, or slips in which nobody finds the chart again
};

// `hits` are the take's, which the alignment counts through. `other` is told only where it is plain: never of
// a few strokes or bars, and never of slips, however many, that come and go.
Played what_was_played(const Alignment& alignment, const Chart& chart, std::span<const Hit> hits,
                       SourceKind kind);

// Returns whether what was written down from the playing comes back bar by bar, as a groove does and slips do
// not. That tells what is lost from what is another groove.
bool comes_back(const Chart& heard);

}  // namespace firstchair::judge
