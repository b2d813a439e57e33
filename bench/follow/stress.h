// This file does what can go wrong in a performance to one whose truth is known.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "bench/follow/groove.h"

namespace firstchair::bench {

// A Performance is one of a groove's chart, with the note each stroke was meant for (-1: none).
struct Performance {
  std::vector<Hit> hits;
  std::vector<int> note_of;
  Frames departure = 0;  // frame at which the form was left; 0: never
  int from = 0, to = 0;  // the bars that are expected in the departure
};

Performance as_played(const Groove& groove);
// Leaves out 3 % of the strokes and adds 2 % anywhere, on any drum that is in use.
Performance with_errors(const Performance& played, std::mt19937_64& random);
// Moves the tempo by +-10 % in waves of 30 s.
Performance with_tempo_waves(const Performance& played, std::mt19937_64& random);
Performance with_skipped_bar(const Groove& groove, std::mt19937_64& random);
Performance with_repeated_bar(const Groove& groove, std::mt19937_64& random);
// Stops in the middle of a bar, waits 1 to 4 s, and goes on from the start of one of the last four bars.
Performance with_restart(const Groove& groove, std::mt19937_64& random);
// Stops in the middle of a bar, waits 1 to 4 s, and goes on from the start of any bar.
Performance with_restart_anywhere(const Groove& groove, std::mt19937_64& random);
// Begins at the start of any bar but the first ones.
Performance with_late_start(const Groove& groove, std::mt19937_64& random);
// Lets 2 % of the strokes fall on another drum that is in use.
Performance with_wrong_drums(const Performance& played, std::mt19937_64& random);
// Returns what the sound of it would give: families, one hit an attack, soft strokes lost, 2 ms of jitter.
Performance as_heard(const Performance& played, std::mt19937_64& random);

}  // namespace firstchair::bench
