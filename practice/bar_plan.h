// A plan says what a drill will play: the chart's bars in the order in which they come, and the click that
// they stand under.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
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
  Chart chart;                    // written out, with the tempi of the click
  std::vector<int> bar_numbers;   // of each bar: its number in the chart the plan was made from
  ClickPlan click;                // meter filled in
  std::vector<double> bar_lines;  // frames of the click at which each bar begins, then the end
};

// `click` gives rate, tempo, count-in and the other settings of the click; its meter is taken from the chart.
// Errors: usage (bars that are not there), unsupported (bars of several meters), those of ClickTrain::make.
Result<DrillPlan> plan_drill(const Chart& chart, const DrillRange& range, ClickPlan click);

// Makes the plan of free playing. It has no bar, and its one bar line is where the count-in ends. Errors:
// those of ClickTrain::make.
Result<DrillPlan> plan_free(const ClickPlan& click);

// Reads "4" or "4-9"; an empty text means the whole chart. Errors: usage.
Result<DrillRange> parse_bars(const std::string& text);
// Reads "2/2", the bars with the click and the bars without, into click.gap_on and click.gap_off; an empty
// text changes nothing. Errors: usage.
Result<Done> parse_gap(const std::string& text, ClickPlan& click);
// Reads the beats that are accented, counted from 1, with blanks or commas between them ("1 3 5"; 0: none),
// as ClickPlan::accents. Errors: usage.
Result<std::uint64_t> parse_accents(std::string_view text);
// Reads "BARS:STEP:LIMIT" or "BARS:STEP:LIMIT:back"; an empty text means no ramp. Errors: usage.
Result<TempoRamp> parse_ramp(const std::string& text);

}  // namespace firstchair::practice
