// Several cameras without a sound of their own are laid on one of them; where pairs of the others were
// measured too, all measured lines are made to agree by least squares, and what they disagree by is told.
#pragma once

#include <span>
#include <vector>

#include "engine/cut/placement.h"

namespace firstchair::cut {

// A Tie says where camera `to`'s clock lies on camera `from`'s, as measured: from's time = offset + (1 +
// slope) to's time.
struct Tie {
  int from = 0, to = 0;
  double offset_s = 0, slope = 0;
  double offset_95_s = 0.001, slope_95 = 1e-6;  // above 0
};

struct Joint {
  std::vector<Piece> lines;  // of each camera on the master's clock; only offset_s and slope are set
  std::vector<bool> joined;  // whether ties lead from a camera to the master
  double closing_s =
      0;  // the largest disagreement of a measured offset with the lines; 0 without closed ways
};

// Returns the lines of `cameras` cameras; the master's is the identity.
Joint join(std::span<const Tie> ties, int cameras, int master);

}  // namespace firstchair::cut
