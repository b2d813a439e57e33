// This file writes first and second endings that a program marks bar by bar.
#pragma once

#include <vector>

#include "charts/score/written_score.h"

namespace firstchair::charts {

// Writes the endings of `masks` (bit 0 is the first pass, one mask a measure) into the measures, whose
// repeats are there. An ending goes as far as its :|. Without one it is a bar long, which plays the same. A
// second ending without a first one is an ordinary bar.
void write_endings(const std::vector<unsigned>& masks, std::vector<ScoreMeasure>& measures);

}  // namespace firstchair::charts
