// An outcome is what the history remembers of a judged take: a few numbers a line. The functions are pure.
#pragma once

#include "engine/core/practice/history.h"
#include "engine/core/take.h"

namespace firstchair::store {

// Fills lines, hits, z, z_low, z_high and clean of `kept` from the take; the rest is left alone. rho and
// kurtosis are of the residuals about the line's local mean, in order of time, with outliers.
void set_outcome(const Take& take, KeptTake& kept);

// A Residual is one stroke that was judged for time. It is for tests that compare takes bar by bar (shuffled
// by bar, never by stroke).
struct Residual {
  Line line = Line::pad;
  int bar = 1;          // its number in the chart
  double local_ms = 0;  // error about the line's own local mean
  double error_ms = 0;  // against the player's pulse
};
// The residuals are in order of time.
std::vector<Residual> residuals_of(const Take& take);

}  // namespace firstchair::store
