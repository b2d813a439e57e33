// This bench puts a metronome in the room, and does and does not tell the ear when it clicks.
#pragma once

#include "lab/kits.h"

namespace firstchair::bench {

// The grooves have a count-in of four clicks, and the metronome's peaks are 16, 6 and 0 dB under the drums'.
void print_known_click(const std::vector<lab::Kit>& kits, lab::Use use, bool quick);

}  // namespace firstchair::bench
