// This file says a count of notes and strokes in words. Every place that shows one speaks through these.
#pragma once

#include <string>

#include "engine/core/hit_count.h"

namespace firstchair::report {

// Returns "101 of 104 notes heard", and after it what there is of "2 on another drum" and "3 not to be told
// apart".
std::string heard_text(const HitCount& count);
// Returns "1 missed, 2 extra of 12", and after it the same.
std::string slips_text(const HitCount& count);
// Returns the cells of a table, "1 of 12" and "2"; of nothing it is "-", so that a column may fall away.
std::string missed_cell(const HitCount& count);
std::string cell_of(int n);

}  // namespace firstchair::report
