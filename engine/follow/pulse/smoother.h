// The Smoother runs a Kalman filter forward and a Rauch-Tung-Striebel smoother back along the places of a
// take where its pulse is wanted.
#pragma once

#include <span>
#include <vector>

#include "engine/core/units.h"
#include "engine/follow/pulse/kalman.h"

namespace firstchair::follow {

// A PulseNode is a chord that was struck, a note left out, or a beat.
struct PulseNode {
  Ticks tick = 0;            // performed: chart tick + the passage's offset
  double position = 0;       // played quarters
  int first = 0, count = 0;  // its strokes, in the caller's list; count 0: nothing was seen here
  double seen = 0;           // s, mean of its strokes less their leans
  double variance = 0;       // s^2, of the instrument, in `seen`
  double residual = 0;       // s, seen - state.time of the fit before
  PulseState state;          // smoothed
};

class Smoother {
 public:
  // `walk` is the SD of the change of log period per root beat, `tempo_prior` the relative SD of the first
  // tempo guess.
  Smoother(double walk, double tempo_prior) : walk_(walk), tempo_prior_(tempo_prior) {}

  // Fills the states. `nodes` are in order of position, and at least one was seen. `period` is a first guess,
  // s a quarter; `variance` is that of one stroke, s^2; a node whose residual is beyond `limit` (s) counts
  // less, as its square.
  void smooth(std::span<PulseNode> nodes, double period, double variance, double limit);

 private:
  double walk_, tempo_prior_;
  std::vector<PulseState> filtered_, predicted_;
};

}  // namespace firstchair::follow
