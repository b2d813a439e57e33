// What both ears' decisions are worth: how often a drum is right that is said to be so sure, what of it hangs
// on where the grid of frames lies, and what is told where nothing is struck.
#pragma once

#include <array>

#include "bench/hearing/grid_shift.h"
#include "bench/hearing/trust.h"
#include "engine/ear/ear.h"

namespace firstchair::bench {

inline constexpr std::array kBothEars{ear::WhichEar::live, ear::WhichEar::file};
inline constexpr std::array kNamesOfEars{"live", "file"};

lab::Heard heard_by(ear::WhichEar which, const std::vector<float>& sound);

struct EarDoubts {
  Trust trust;
  GridShift shift;
};
// Each prints one table, of the live ear and of the file ear.
void print_reliability(const std::array<EarDoubts, 2>& ears);
void print_shift(const std::array<EarDoubts, 2>& ears);
void print_nothing(double seconds);  // of each made sound; recorded ones have their own length

}  // namespace firstchair::bench
