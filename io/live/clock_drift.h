// A ClockDrift follows two clocks that should run alike and do not: a microphone's and a loudspeaker's own
// crystals, a MIDI driver's and the sound's. What one says about the other comes in pairs; a line through the
// latest of them says how fast they part and where the other one stands now. Wild pairs are expected (a click
// under a stroke, a callback that ran late), so the line is found by repeated medians (Siegel 1982) and
// finished by least squares with Tukey's weights.
#pragma once

#include <array>
#include <cstddef>

#include "engine/core/units.h"

namespace firstchair::io {

struct Drift {
  int pairs = 0;
  bool known = false;                 // true: there are enough pairs for the intervals
  double ppm = 0, low = 0, high = 0;  // how much faster the other clock counts, parts in a million; 95 %
  double at = 0, behind = 0;          // where the line stands: frame, frames
  double sd = 0;                      // SD of a single pair about the line, frames

  double behind_at(double frame) const { return behind + 1e-6 * ppm * (frame - at); }
  // Says whether the clocks surely part by more than kAlike. One clock has noise about 0, too.
  bool parts() const { return known && (low > kAlike || high < -kAlike); }
  static constexpr double kAlike = 3;  // ppm: 2 ms in ten minutes
};

class ClockDrift {
 public:
  static constexpr std::size_t kPairs = 512;  // pairs that the line looks back on
  static constexpr int kFewest = 6;
  static constexpr double kSurest = 0.1;  // frames: no pair is taken for surer than that

  // Takes a pair: at `frame` of the one clock the other has counted `behind` frames more than it should have.
  // Frames must grow. It takes a few microseconds and allocates nothing.
  void push(double frame, double behind);
  const Drift& drift() const { return drift_; }

 private:
  struct Pair {
    double frame = 0, behind = 0;
  };
  const Pair& pair(std::size_t i) const { return pairs_[(first_ + i) % kPairs]; }  // from the oldest
  double repeated_median() const;
  void fit();

  std::array<Pair, kPairs> pairs_{};
  std::size_t first_ = 0, count_ = 0;
  Drift drift_;
};

}  // namespace firstchair::io
