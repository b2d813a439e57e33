// What a drill will play: the chart's bars in the order in which they come, and the click they stand under.
#pragma once

#include <string>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/result.h"
#include "practice/click_train.h"

namespace firstchair::practice {

struct DrillRange {
  int from = 1, to = 0;  // bars of the chart, as numbered; to 0: its last
  int times = 1;         // how often they are played, 1..1000
};

struct DrillPlan {
  Chart chart;                    // written out, with the click's tempi
  std::vector<int> bar_numbers;   // of the chart it was made from
  ClickPlan click;                // meter filled in
  std::vector<double> bar_lines;  // frames of the click: every bar line, and the end
};

// `click` says rate, tempo, count-in and what else it does; its meter is the chart's. Errors: usage (bars
// that are not there), unsupported (bars of several meters), those of ClickTrain::make.
Result<DrillPlan> plan_drill(const Chart& chart, const DrillRange& range, ClickPlan click);

// Free playing: no bar; its one bar line is where the count-in ends. Errors: those of ClickTrain::make.
Result<DrillPlan> plan_free(const ClickPlan& click);

// "4", "4-9"; an empty text is the whole chart.
Result<DrillRange> parse_bars(const std::string& text);
// "2/2": bars with the click, bars without.
Result<Done> parse_gap(const std::string& text, ClickPlan& click);
// "BARS:STEP:LIMIT" or "BARS:STEP:LIMIT:back".
Result<TempoRamp> parse_ramp(const std::string& text);

}  // namespace firstchair::practice
