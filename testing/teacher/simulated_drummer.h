// A SimulatedDrummer has a known limit: threshold, slope, lapses, fatigue, learning and warm-up. It is for
// tests and the bench; a teacher that cannot find a known limit would not find an unknown one.
#pragma once

#include <cstdint>

#include "engine/teacher/breaking_tempo.h"
#include "testing/chance.h"

namespace firstchair::testing {

struct SimulatedDrummer {
  double t50_bpm = 120;
  double sigma_oct = 0.08;
  double slope = 1.5;        // of ln spread, an octave; its noise from take to take is slope sigma
  double floor = 0;          // of the spread wanted: never more even than this, however slow
  double measured = 0;       // SD of ln spread, from the number of strokes
  double lapse = 0.03;       // takes that break for no reason of tempo
  double fatigue_oct = 0;    // what the limit sinks by, a take
  double learning_oct = 0;   // what it rises by, a take
  double warm_up_oct = 0;    // how much lower it is at first; a third of that is left after three takes
  bool heavy_tails = false;  // one take in ten has three times the noise
  bool spread_heard = true;  // false: only clean or broken is known
};

class SimulatedTakes {
 public:
  SimulatedTakes(const SimulatedDrummer& drummer, std::uint64_t seed) : drummer_(drummer), chance_(seed) {}

  LimitTrial play(double bpm);
  // limit_now() is log2 of the limit at the next take; limit_so_far() is its mean over the takes played (the
  // next one's, where none was).
  double limit_now() const;
  double limit_so_far() const;

 private:
  double uniform();

  SimulatedDrummer drummer_;
  Chance chance_;
  int takes_ = 0;
  double limits_ = 0;  // sum over the takes
};

}  // namespace firstchair::testing
