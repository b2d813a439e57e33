// The tables that compare listeners: attacks found, their times, close strokes, what they cost.
#pragma once

#include "bench/hearing/listeners.h"

namespace firstchair::bench {

// F with intervals at four windows, then times and bias.
void print_onsets(const std::string& title, const std::vector<Tally>& listeners);
// Share of flams of which both strokes were found (within 7.5 ms), of roll strokes found.
void print_close_strokes(const std::vector<Tally>& flams, const std::vector<Tally>& rolls);
// Licence, version, parameters, CPU, memory.
void print_costs(const std::vector<Tally>& listeners);

}  // namespace firstchair::bench
