// After the path is known: which stroke of an attack answers which note of its chord, exactly.
//
// The beam takes the strokes one by one; here every chord with something amiss (an extra stroke near it, a
// wrong drum, a note left out) is solved again as a whole against the smoothed pulse: the cheapest pairing by
// voice and time.
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

// answers: one per hit. alignment: the path's, with targets. True when an answer changed. Keeps the order of
// chords within a passage.
bool reassign(std::vector<Answer>& answers, const Alignment& alignment, std::span<const Hit> hits,
              const Score& score, double rate, const ReassignTuning& tuning = {});

}  // namespace firstchair::follow
