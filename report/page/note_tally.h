// This file counts what happened to each note of a chart over the passes of a take.
#pragma once

#include <string_view>
#include <vector>

#include "engine/core/take.h"

namespace firstchair::report {

// A Tally is of one note.
struct Tally {
  int answered = 0, missed = 0, masked = 0;
  double sum = 0;
  double mean() const { return sum / answered; }
};

// Returns one a note of the chart.
std::vector<Tally> tally(const Take& take);
// Returns the CSS class of a note's head: how far off it was on the mean, missed, or never played.
std::string_view note_class(const Tally& tally);

}  // namespace firstchair::report
