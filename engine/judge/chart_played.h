// Was this chart played at all? That is asked before any verdict: what is said of a chart that lay on the
// stand while something else was played is false in every line.
#pragma once

#include <cstddef>

#include "engine/core/alignment.h"
#include "engine/core/source.h"

namespace firstchair::judge {

// Returns how much of the strokes and of the notes that were come past answer each other, 0..1: twice the
// answered notes over strokes and notes together (the harmonic mean of both shares). Grace strokes count with
// their notes, notes that the source cannot tell apart do not count.
double explained(const Alignment& alignment);

// Returns whether the chart was played. `strokes` is the number of the take's; a take with a few strokes is
// never told that it is another one.
bool chart_is_played(const Alignment& alignment, std::size_t strokes, SourceKind kind);

}  // namespace firstchair::judge
