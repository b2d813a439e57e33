// What a drill's strokes show against the click: what is made of them for the measures of a whole drill
// (engine/judge/own_time.h, endurance.h). The take itself is judged by the engine (Drill::against_click).
#pragma once

#include <vector>

#include "engine/drill.h"
#include "engine/judge/endurance.h"
#include "engine/teacher/guard.h"
#include "practice/bar_plan.h"

namespace firstchair::practice {

// Returns the strokes that answer a note in time and whose time can be trusted, each as it was last told, in
// the order of `told`.
std::vector<DrillStroke> settled(const std::vector<DrillStroke>& told);
// Of settled strokes: the mean error of what was struck in the first beat under the click, of every bar that
// follows silent ones. plan.click has a gap.
std::vector<double> returns_of(const std::vector<DrillStroke>& strokes, const DrillPlan& plan);
// Returns every stroke as judge::endurance_blocks() takes it, in the order given. `rate` is in frames a
// second.
std::vector<judge::EnduranceStroke> in_order(const std::vector<DrillStroke>& strokes, double rate);
// Returns the signs of fatigue in the settled strokes so far. There are none before four blocks of 64
// strokes.
Fatigue fatigue_so_far(const std::vector<DrillStroke>& strokes, double rate);
// Says whether the player is elsewhere in the chart: in one bar the strokes lie on average further from the
// click than a quarter of the chart's closest spacing, after the take's own mean is taken off.
bool lost_a_bar(const std::vector<DrillStroke>& strokes, const DrillPlan& plan);

}  // namespace firstchair::practice
