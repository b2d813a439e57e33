// What `today` does between the book and the terminal.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/core/history.h"
#include "engine/teacher/plan.h"

namespace firstchair {

struct TodayOptions {
  double minutes = 30;
  double pain = -1;              // 0 to 10 now; -1: not asked
  bool numb = false;             // numbness or tingling
  bool done = false;             // lay what was played since the start of the day beside the plan
  std::int64_t day_began_s = 0;  // of the local day; the plan is the one that was to be made then
};

// What is to be printed. With `done` the day's cold retests are entered into the history, and items that came
// to their goals are retested from now on: keep the history afterwards.
std::string today_text(History& history, std::span<const PracticeItem> items, std::int64_t now_s,
                       const TodayOptions& options);

}  // namespace firstchair
