// This file looks along a camera for the places where its line steps: a pause, or sound that was lost.
#pragma once

#include <span>
#include <vector>

#include "engine/cut/coarse.h"
#include "engine/cut/correlate.h"

namespace firstchair::cut {

struct Scan {
  std::vector<Piece> pieces;  // in order; at least the one it was asked about
  std::vector<Jump> steps;
  double fit = 0;                         // median correlation of the windows on the pieces
  double slope_95 = 0;                    // half width of the slope's 95 % interval
  double lost_from_s = 0, lost_to_s = 0;  // camera time that lies on none of several pieces; 0: none is known
};
// `whole` is the camera on the line that most of it agrees on; echoes are so much later, and no steps.
Scan scan(const Correlator& master, const Envelope& camera, const Piece& whole,
          std::span<const double> echoes_s = {});

}  // namespace firstchair::cut
