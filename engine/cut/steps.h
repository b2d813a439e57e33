// Steps part the pieces of a camera: here is where one is, and whether the sound of a piece speaks for its
// line.
#pragma once

#include <cmath>
#include <vector>

#include "engine/cut/correlate.h"
#include "engine/cut/placement.h"

namespace firstchair::cut {

inline constexpr std::ptrdiff_t kSamePlace = 2;  // hops about a line that are the same place
inline std::ptrdiff_t hop_of(double s) {
  return static_cast<std::ptrdiff_t>(std::llround(s / kHop));
}

// Returns whether all the sound between two of the camera's times says that it lies on the line of index
// `own`, and neither on another's nor anywhere else. Where a room leaves little of the strokes, windows of
// some seconds agree by chance.
bool stands_out(const Correlator& master, const Envelope& camera, const std::vector<Piece>& lines,
                std::size_t own, double from_s, double to_s);

// Returns the camera's time between two that is likeliest to be the step between two lines: what is before it
// fits the first better, what is after it the second.
double step_between(const Envelope& master, const Envelope& camera, const Piece& first, const Piece& second,
                    double from_s, double to_s);

}  // namespace firstchair::cut
