// What is read of a curve at its peaks.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/stats/stats.h"

namespace firstchair::cut {

// Returns where the top of a parabola through three values of one distance lies, from the middle one.
inline double top_of(double before, double at, double after) {
  const double bend = before - 2 * at + after;
  return bend < 0 ? std::clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0;
}

// Returns the spread of values about 0, as noise has it: of a few high ones it takes no notice.
inline double spread_of(std::vector<double> values) {
  for (double& value : values) value = std::abs(value);
  return 1.4826 * stats::median(values);
}

}  // namespace firstchair::cut
