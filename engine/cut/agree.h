// Windows agree when one line goes through their best places.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/cut/correlate.h"

namespace firstchair::cut {

// A Window is a stretch of the recording that is laid, with the places that it fits on the other.
struct Window {
  double middle_s = 0;        // in its recording
  std::vector<double> at_s;   // where the middle may lie on the other recording, best first
  std::vector<double> value;  // how well, a place
  double ratio() const {      // of the best place to the second
    return value.size() < 2 ? 1e9 : value[0] / value[1];
  }
};

struct Agreement {
  double offset_s = 0, slope = 0;
  std::vector<std::size_t> windows;  // those on the line
};
// How far a window may lie from the line.
inline constexpr double kTolerance = 0.040;  // s

// Returns the line through the most windows' best places, of slopes within +-steepest.
Agreement agree(std::span<const Window> windows, double steepest);

// Returns the offsets at which many windows have one of their places, at slope 0: the two with the most, and
// the highest values, at least 0.25 s apart.
std::vector<double> common_offsets(std::span<const Window> windows);

}  // namespace firstchair::cut
