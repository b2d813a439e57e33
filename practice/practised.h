// What is practised: bars of a chart once through, whatever the tempo and however often they are repeated.
// The book gives it a number and a title (book/practised.h).
#pragma once

#include <optional>

#include "practice/bar_plan.h"

namespace firstchair::practice {

struct Practised {
  Chart chart;              // the bars, once
  int first = 1, last = 1;  // of the chart, as numbered
  bool whole = false;       // the chart was named and no bars of it
  int bars() const { return last - first + 1; }
};

// None: there is nothing to play in the chart, there are no such bars, or they keep no one meter. range.times
// is not looked at.
std::optional<Practised> practised_in(const Chart& chart, DrillRange range);

}  // namespace firstchair::practice
