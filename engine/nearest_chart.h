// A take that is not of the chart it was laid beside: which of some other charts is it of?
#pragma once

#include <span>
#include <string>

#include "engine/core/take.h"

namespace firstchair {

struct NamedChart {
  std::string name;
  Chart chart;
};

// Returns the name of the chart that explains the take's strokes best, or nothing when none explains them as
// a chart does that was played. Every chart costs one alignment of the first strokes.
std::string nearest_chart(const Take& take, std::span<const NamedChart> charts);

}  // namespace firstchair
