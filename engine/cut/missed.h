// Two steps may be so near to each other that no two windows lie between them. Then the piece there is
// missed, and its sound counts for its neighbours, where it is wrong by what was lost.
#pragma once

#include <span>
#include <vector>

#include "engine/cut/correlate.h"
#include "engine/cut/placement.h"

namespace firstchair::cut {

struct Followed {
  std::vector<Piece> pieces;
  // This is the longest row of windows that fit on none of several pieces, and where it lies in the camera.
  std::size_t nowhere = 0;
  double from_s = 0, to_s = 0;
};
// Looks along a camera in windows of `window_s` that overlap, and returns its pieces with those that were
// missed: `found` itself where there are none. A window that fits on no line of `found` is looked for
// everywhere; some in a row that mean one other line, for which all their sound speaks, are a piece. Echoes
// are so much later than a line, and no pieces.
Followed with_missed(const Correlator& master, const Envelope& camera, std::vector<Piece> found,
                     double window_s, std::span<const double> echoes_s);

}  // namespace firstchair::cut
