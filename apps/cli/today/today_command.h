// The commands `firstchair today` and `firstchair goal` print, from the book, the plan of the day and what it
// works towards.
#pragma once

#include <functional>
#include <string>

#include "engine/core/result.h"

namespace CLI {
class App;
}

namespace firstchair::cli {

struct DayOptions {
  std::string book, player;  // empty: the platform's, the first
  double minutes = 30;
  double pain = -1;  // 0 to 10 now; -1: not asked
  bool numb = false, done = false;
  // These are for `goal`.
  std::string chart, bars;  // empty chart: list the goals
  double bpm = 0;           // 0 with a chart: no goal any more
  double weight = 1;
};

// Prints what to practise today. With `done` it prints what became of the plan, and enters the day's retests
// into the book.
Result<int> day(const DayOptions& options);
// Sets or lists goals. Errors: not_found, when the chart was never played, so that nothing is known to plan
// with.
Result<int> goal(const DayOptions& options);

void add_day_commands(CLI::App& app, DayOptions& options, std::function<Result<int>()>& command);

}  // namespace firstchair::cli
