// This file finds the meter of a MIDI file that names none.
#pragma once

#include <string>
#include <vector>

#include "engine/core/chart.h"

namespace firstchair::charts {

struct MeterFound {
  MeterChange meter;   // from tick 0
  std::string remark;  // what it was found by
};

// `notes` are in order of tick; `length` is the file's. A file of less than two bars of 4/4 is one bar of as
// many quarters as it lasts, where that is 3, 5 or 7; a longer one has bars of the length at which its
// strokes come again best, 4/4 unless another is clearly better.
MeterFound find_meter(const std::vector<Note>& notes, Ticks length);

}  // namespace firstchair::charts
