// Once the path is known, this file settles exactly which stroke of an attack answers which note of its
// chord.
//
// The beam takes the strokes one by one; here every chord with something amiss (an extra stroke near it, a
// wrong drum, a note left out) is solved again as a whole against the smoothed pulse: the cheapest pairing by
// voice and time wins.
#pragma once

#include <span>
#include <vector>

#include "engine/core/alignment.h"
#include "engine/core/hit.h"
#include "engine/follow/chart/score.h"

namespace firstchair::follow {

struct Answer {
  int note = -1;  // -1: extra
  bool grace = false;
  int passage = 0;
};

// `answers` holds one answer per hit; `alignment` is the path's, with targets. Returns true when an answer
// changed. The order of chords within a passage stays.
bool reassign(std::vector<Answer>& answers, const Alignment& alignment, std::span<const Hit> hits,
              const Score& score, double rate, const ReassignTuning& tuning = {});

}  // namespace firstchair::follow
