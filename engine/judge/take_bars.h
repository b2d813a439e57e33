// This file judges the bars of a whole take, each by itself: where every line stood in it against the pulse.
//
// A bar holds a handful of strokes, so its lean has an interval only because a line's spread is learned over
// all bars of the take (pooled about each bar's own mean; Student's t of the pooled degrees of freedom).
// Live, BarJudge does the same with the bars so far.
#pragma once

#include <span>
#include <vector>

#include "engine/core/bar_verdict.h"
#include "engine/core/take.h"

namespace firstchair::judge {

struct BarTime {
  int number = 0;             // that the verdict carries on
  double begin = 0, end = 0;  // frames of the take; not whole numbers
};

// Returns a verdict for every bar, in their order; bars are in order of time and apart. A stroke belongs to
// the bar in which its note stands, however early it is. The fault of a bar is `lean` or `none`: hits are not
// counted here. The line's spread is that of the whole take in every bar.
std::vector<BarVerdict> judge_bars(const Take& take, std::span<const BarTime> bars);

// Returns how far the interval of its fault's line lies outside of kBarLeanBandMs, in ms; 0 without a fault.
double outside_ms(const BarVerdict& bar);

// Returns which stroke of a bar lies furthest off to the side on which its fault's line lies apart, as an
// index into the take's matches; -1 where the bar has no fault. `bar` is the one of the verdict.
int worst_stroke(const Take& take, const BarTime& bar, const BarVerdict& verdict);

}  // namespace firstchair::judge
