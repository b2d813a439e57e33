// This file looks along a camera for the places where its line steps: a pause, or sound that was lost.
#pragma once

#include <vector>

#include "engine/cut/coarse.h"
#include "engine/cut/correlate.h"

namespace firstchair::cut {

struct Scan {
  std::vector<Piece> pieces;  // in order; at least the one it was asked about
  std::vector<Step> steps;
  double fit = 0;  // median correlation of the windows on the pieces
};
// `whole` is the camera on the line that most of it agrees on.
Scan scan(const Correlator& master, const Envelope& camera, const Piece& whole);

}  // namespace firstchair::cut
