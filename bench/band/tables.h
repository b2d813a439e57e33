// These are the tables of bench band, each as Markdown. `takes` is the number of takes in a cell.
#pragma once

#include <string>

namespace firstchair::bench {

// How well the clock tracks a drummer who does not listen, beside the filter alone.
std::string tracking_table(int takes);
// How tight the pair is and how far its tempo strays, by drummer and dial.
std::string dial_table(int takes);
// Where the tempo of a drummer who plays 15 ms ahead goes.
std::string lean_table(int takes);
// Returns coverage, bias and half width of the drummer's gain.
std::string moves_table(int takes);

}  // namespace firstchair::bench
