// This file lets the band follow drummers who were recorded to a click of their own (Groove MIDI Dataset).
#pragma once

#include <string>
#include <vector>

namespace firstchair::bench {

// Plays the band beside every held-back performance, as it was played and with its tempo bent by up to 10 %,
// followed by the beat that is heard and by the chart, and returns the gaps beside those of the whole take's
// own pulse, as Markdown; a line that says what is missing where the dataset is not here.
std::string played_table();
// Returns one row of it with other constants, to try them. Words are NAME=NUMBER: bend (0 or .1), f, chart (0
// or 1), walk and stroke (of the tracker), only_quarters, sure, gate_ms, stray_ms, stray_tempo, lean_rate;
// lost=1 tells where it was lost.
std::string played_row(const std::vector<std::string>& words);

}  // namespace firstchair::bench
