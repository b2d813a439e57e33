// This is the table of bench cut about the intervals of offsets and slopes, as Markdown.
#pragma once

#include <string>
#include <vector>

#include "bench/cut/draws.h"

namespace firstchair::bench {

// Of every group with an even number it says what the intervals would need to hold 95 % of them, a row a
// witness; of the other groups, of which nothing was taken, how many hold as the engine has them now.
std::string interval_table(const std::vector<Draw>& draws);

// Returns the half widths that the engine tells now for what was drawn, whatever it told then.
double off_95_ms(const Draw& draw);
double ppm_95(const Draw& draw);

// Returns "96 (92 to 98)": a share in per cent with Wilson's 95 % interval.
std::string share_text(int count, int of);

}  // namespace firstchair::bench
