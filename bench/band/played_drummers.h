// This file lets the band follow drummers who were recorded to a click of their own (Groove MIDI Dataset).
#pragma once

#include <string>

namespace firstchair::bench {

// Plays the band beside every held-back performance, as it was played and with its tempo bent by up to 10 %,
// followed by the beat that is heard and by the chart, and returns the gaps beside those of the whole take's
// own pulse, as Markdown; a line that says what is missing where the dataset is not here.
std::string played_table();

}  // namespace firstchair::bench
