// This file says what the screens of a drill and of free playing show of a run's news.
#pragma once

#include <string>

#include "live/live_run.h"
#include "report/text/drill_text.h"
#include "report/text/free_text.h"

namespace firstchair::cli {

// Returns a line like "  snare 14.2 ms late ±1.1".
std::string stroke_text(const DrillStroke& stroke, const Chart& chart);
// Puts the bar and beat of the click that is heard at `now` on the screen.
void place(report::DrillScreen& screen, const practice::DrillPlan& plan, Frames now);
report::FreeBeat free_beat_of(const follow::Beat& beat);

}  // namespace firstchair::cli
