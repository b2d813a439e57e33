// These tables compare listeners: attacks found, their times, close strokes, what they cost.
#pragma once

#include "bench/hearing/listeners.h"

namespace firstchair::bench {

// Prints F with intervals at four windows, then times and bias.
void print_onsets(const std::string& title, const std::vector<Tally>& listeners);
// Prints the share of flams of which both strokes were found (within 7.5 ms), and of roll strokes found.
void print_close_strokes(const std::vector<Tally>& flams, const std::vector<Tally>& rolls);
// Prints licence, version, parameters, CPU and memory.
void print_costs(const std::vector<Tally>& listeners);

}  // namespace firstchair::bench
