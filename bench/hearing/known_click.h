// A metronome in the room, with and without the ear being told when it clicks.
#pragma once

#include "lab/kits.h"

namespace firstchair::bench {

// Grooves with a count-in of four clicks, the metronome's peaks 16, 6 and 0 dB under the drums'.
void print_known_click(const std::vector<lab::Kit>& kits, lab::Use use, bool quick);

}  // namespace firstchair::bench
