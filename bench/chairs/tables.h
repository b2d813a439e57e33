// These are the tables of bench chairs, each as Markdown.
#pragma once

#include <cstdint>
#include <string>

namespace firstchair::bench {

// How often the 95 % interval of one take's spread holds the truth, by bars.
std::string coverage_table(int takes);
// What was told in auditions of several sizes, and how often it did not hold.
std::string seats_table(int auditions);
// Returns P(best) as said, and how often it was so, in fifths.
std::string calibration_table(int auditions);
// Players who are all alike: how often somebody is told to be first.
std::string ties_table(int auditions);
// Returns how challenges of three rounds end.
std::string challenges_table(int challenges);
// Correlations of honest pairs and of replays.
std::string hints_table(int pairs);
// Returns what a score and a large seating take in time and memory.
std::string cost_table();

}  // namespace firstchair::bench
