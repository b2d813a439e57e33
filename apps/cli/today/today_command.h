// `firstchair today` and `firstchair goal` tell the plan of the day and what it works towards, from the book.
#pragma once

#include <string>

#include "apps/cli/help/command.h"

namespace firstchair::cli {

struct TodayOptions {
  std::string book, player;  // empty: the platform's, the first
  double minutes = 30;
  double pain = -1;  // 0 to 10 now; -1: not asked
  bool numb = false, done = false;
};
Declare declare_today;
// Prints what to practise today. With `done` it prints what became of the plan, and enters the day's retests
// into the book.
Result<int> today(const TodayOptions& options);

struct GoalOptions {
  std::string book, player;
  std::string chart, bars;  // empty chart: list the goals
  double bpm = 0;           // 0 with a chart: no goal any more
  double weight = 1;        // against other goals
};
Declare declare_goal;
// Sets or lists goals. Errors: not_found, when the chart was never played, so that nothing is known to plan
// with.
Result<int> goal(const GoalOptions& options);

}  // namespace firstchair::cli
