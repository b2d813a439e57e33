// What a drill's strokes show against the click: what is made of them for the measures of a whole drill
// (engine/judge/own_time.h, endurance.h). The take itself is judged by the engine (Drill::against_click).
#pragma once

#include <vector>

#include "engine/drill.h"
#include "engine/judge/endurance.h"
#include "engine/teacher/guard.h"
#include "practice/bar_plan.h"

namespace firstchair::practice {

// The strokes that answer a note in time, with their time to be trusted, as they were last told.
std::vector<DrillStroke> settled(const std::vector<DrillStroke>& told);
// Of settled strokes: the mean error of what was struck in the first beat under the click, of every bar that
// follows silent ones. plan.click has a gap.
std::vector<double> returns_of(const std::vector<DrillStroke>& strokes, const DrillPlan& plan);
std::vector<judge::EnduranceStroke> in_order(const std::vector<DrillStroke>& strokes, double rate);
// Signs of fatigue in settled strokes so far; none before there are four blocks of 64.
Fatigue fatigue_so_far(const std::vector<DrillStroke>& strokes, double rate);
// A bar whose strokes are on average further from the click than a quarter of the chart's closest spacing,
// the take's own mean left out: the player is elsewhere.
bool lost_a_bar(const std::vector<DrillStroke>& strokes, const DrillPlan& plan);

}  // namespace firstchair::practice
