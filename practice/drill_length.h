// How long a drill is whose player has not said how often its bars come.
#pragma once

#include "engine/core/chart.h"
#include "practice/bar_plan.h"

namespace firstchair::practice {

// A spread needs 64 strokes of a line (engine/judge/tightness.cpp); a few more are for those that are missed.
inline constexpr int kDrillStrokes = 72;
inline constexpr int kLeastDrillBars = 8, kMostDrillBars = 40;
inline constexpr int kOnceBars = 16;  // so many bars or more are played once

// Returns `range` with as many passes as give every line of its bars kDrillStrokes strokes, in
// kLeastDrillBars to kMostDrillBars bars; passes that were asked for (times above 0) stay.
DrillRange drill_range(const Chart& chart, DrillRange range);

}  // namespace firstchair::practice
