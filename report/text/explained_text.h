// A take in whole sentences, for somebody who reads a result for the first time: a line of the kit after the
// other, what was counted and measured, and what each number means for this take.
#pragma once

#include <string>
#include <vector>

#include "engine/core/take.h"

namespace firstchair::report {

struct LineExplained {
  Line line = Line::pad;
  std::vector<std::string> sentences;  // notes, then lean, then spread
};

// Returns the lines that were asked for or played, from the top of the staff down; none where the chart was
// not played. Without `lean_known` (nobody measured the round trip) no lean is told.
std::vector<LineExplained> lines_explained(const Take& take, bool lean_known);

}  // namespace firstchair::report
