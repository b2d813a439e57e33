// This bench injects rush and drag: one voice of a groove leans by a known number of milliseconds, and our
// ear's hits must say so. What a report calls a lean stands or falls with this.
#pragma once

#include <cstdint>

#include "lab/render.h"

namespace firstchair::bench {

inline constexpr double kLeans[] = {-12, -6, -3, 3, 6, 12};  // ms; negative: early
inline constexpr double kLeanJitterMs = 8;                   // SD of every stroke about its place

struct LeaningPiece {
  lab::Piece piece;
  Voice voice = Voice::snare;       // the voice that leans
  std::vector<double> grid, moved;  // its strokes, in s: where the grid has them, where they are played
};

// The groove is at 110 bpm: kick, snare, hat or ride, one tom; every stroke lies about its place in the grid,
// `voice` by `lean_ms` beside it.
LeaningPiece leaning_groove(Voice voice, double lean_ms, double seconds, std::uint64_t seed);

// A LeanError is what was heard less what was injected: the mean in ms, the SD as a ratio.
struct LeanError {
  double mean_ms = 0, spread_ratio = 1, found = 0;
};
// A LeanTally lays strokes heard within 50 ms of a place in the grid against all strokes played.
class LeanTally {
 public:
  void add(const LeaningPiece& truth, const std::vector<double>& heard);
  LeanError error() const;

 private:
  std::vector<double> played_ms_, heard_ms_;  // offsets from the grid
};

// Renders, listens and prints, for the clean sound and in a room.
void print_leaning(const std::vector<lab::Kit>& kits, lab::Use use, bool quick);

}  // namespace firstchair::bench
