// This file makes the films of three telephones of one performance: its sound through measured rooms by
// clocks of their own, and drums that light up when they are struck, among noise and a player who sways. What
// `firstchair cut` finds in them is known.
#pragma once

#include <string>

namespace firstchair::bench {

// Writes master.wav, wide.mp4, hands.mp4 and feet.mp4 into a folder that is there, and truth.txt with where
// they lie, how late their pictures are and which drums they show. Returns the program's exit code.
int make_film(const std::string& folder);

}  // namespace firstchair::bench
