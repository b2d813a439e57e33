// This song of four bars and two sections is for what is asked of any song.
#pragma once

#include "engine/band/song.h"

namespace firstchair::testing {

// Returns C7 F7 Bb7 Eb7, a bar each, at 120 and then 132.
inline band::Song four_chords() {
  constexpr Ticks kBar = kTicksPerWhole;
  band::Song song;
  for (int bar = 0; bar < 4; ++bar)
    song.chords.push_back({.tick = bar * kBar,
                           .chord = {.root = bar * 5 % 12, .bass = bar * 5 % 12, .tones = 0b010010010001},
                           .text = "7"});
  song.tempi = {{0, 120}, {2 * kBar, 132}};
  song.sections = {{0, "A"}, {2 * kBar, "B"}};
  song.length = 4 * kBar;
  return song;
}

}  // namespace firstchair::testing
