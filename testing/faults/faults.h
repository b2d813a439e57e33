// The bank of planted faults makes takes: one fault of a kind, at a strength, over a groove, and what has to
// be said of the take. Everything follows from the seed.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "testing/faults/claims.h"
#include "testing/faults/playing.h"

namespace firstchair::testing {

struct Truth {
  std::vector<Planted> right;    // any of these names the fault
  std::vector<Planted> allowed;  // follows from it: no right answer, and no false one
};

struct FaultKind {
  std::string_view name;
  std::string_view unit;
  std::array<double, 4> strengths;
  double heard;    // from this strength on a teacher hears it
  bool kept_back;  // no constant of the judge was chosen with its takes
  std::vector<std::string_view> grooves;
  Truth (*plant)(Playing& playing, double strength, std::uint64_t seed);
  int bars = 24;

  bool is_heard(double strength) const;
};

inline constexpr int kFaultSeeds = 20;

std::span<const FaultKind> fault_kinds();

struct FaultyTake {
  std::vector<Hit> hits;
  Chart chart;     // as the player names it
  double bpm = 0;  // as asked for
  Truth truth;
};

// Plays `kind` over the one of its grooves that the seed picks, with a player whose strokes have an SD of 5
// to 9.5 ms, half of them with what drummers' limbs usually do together. Grooves that are not in `grooves`
// are passed over.
FaultyTake faulty_take(const FaultKind& kind, double strength, std::uint64_t seed,
                       std::span<const Groove> grooves);

// Plays the same with nothing planted; sd_ms is that of every stroke. With `as_drummers_do` most of it is
// common to all limbs and drifts, as in the Groove MIDI Dataset; else every stroke strays by itself.
FaultyTake clean_take(double sd_ms, bool as_drummers_do, std::uint64_t seed, std::span<const Groove> grooves);

// Returns the take as the program makes it of these strokes.
Take judged(const FaultyTake& faulty);

}  // namespace firstchair::testing
