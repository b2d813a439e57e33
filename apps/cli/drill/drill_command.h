// `firstchair drill` plays a chart with the drummer, and tells what went wrong while it still matters.
#pragma once

#include <string>

#include "apps/cli/help/command.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {

struct DrillOptions : LiveOptions {
  std::string chart;   // file or built-in name; empty with `free`
  bool free = false;   // no chart: the beat is looked for
  bool click = false;  // free playing: with a click at bpm
  double bpm = 0;      // 0: the chart's; free playing: unknown
  std::string bars;    // "5-8"; empty: all
  int times = 0;       // 0: practice::drill_range
  bool stop = false;   // stop at the bar that breaks, and begin again at the one before
  int count_in = 1, subdivide = 1;
  bool offbeat = false;
  std::string gap, ramp;  // "2/2", "2:4:140"; empty: none
  std::string accents;    // "1 3"; empty: the first beat
  double mute = 0;
  bool live = false, plain = false, timing = false;
  bool question = true;     // ask "early, late or even?" before the numbers
  bool every_take = false;  // numbers after every take; false: fewer as the spread falls
};
Declare declare_drill;
// Plays a chart with the drummer, or listens to free playing. The exit code is 0 also when the drummer ends
// it.
Result<int> drill(const DrillOptions& options);

}  // namespace firstchair::cli
