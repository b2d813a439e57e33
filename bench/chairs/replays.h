// Takes played again through a loudspeaker, and honest ones: all of them rendered, put in a room and heard by
// the ear, and what the hint makes of them.
#pragma once

#include <string>

namespace firstchair::bench {

// `takes` drummers play 16 bars each, and the recorded four 32 bars in two halves; every two of them are an
// honest pair. Every third of the drummers' takes is played again, and all the recorded ones.
std::string replays_table(int takes);

}  // namespace firstchair::bench
