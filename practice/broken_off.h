// A drill that was broken off: fewer than two whole bars of it were played, whether the player stopped it or
// left while the click went on. Such a take is kept and does not count (counts() of a KeptTake), unless the
// player says otherwise.
#pragma once

#include <span>

#include "engine/core/hit.h"
#include "practice/bar_plan.h"

namespace firstchair::practice {

inline constexpr int kLeastBars = 2;

struct PlayedBars {
  int whole = 0;  // with a stroke in the first half and one in the later half or after
  int of = 0;     // in the plan
};

// `hits` are in order of frame, on the plan's clock `round_trip` frames late. `ended` is the frame at which
// the sound of the take ends, and 0 when nobody knows (an e-kit's take ends with its last stroke).
PlayedBars played_bars(std::span<const Hit> hits, Frames ended, const DrillPlan& plan, double round_trip);

// Says whether a drill was broken off. One of a single bar that was played whole was not.
bool broken_off(const PlayedBars& played);

}  // namespace firstchair::practice
