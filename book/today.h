// This file says what to practise today and what became of it, from a player's history.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "engine/core/practice/advice.h"
#include "engine/core/practice/history.h"
#include "engine/teacher/planner.h"

namespace firstchair::book {

struct TodayOptions {
  double minutes = 30;
  double pain = -1;              // 0 to 10 now; -1: not asked
  bool numb = false;             // numbness or tingling
  bool done = false;             // lay what was played since the start of the day beside the plan
  std::int64_t day_began_s = 0;  // start of the local day; the plan is the one that was to be made then
};

struct Today {
  Advice advice;
  std::optional<Plan> plan;      // none: the advice is to stop, and cannot be overridden
  std::optional<PlanDone> done;  // what became of the plan; none: not asked for
};

// With `done` the day's cold retests are entered into the history, and items that came to their goals are
// retested from now on: the caller must keep the history afterwards.
Today today_of(History& history, std::span<const teacher::PracticeItem> items, std::int64_t now_s,
               const TodayOptions& options);
// Returns the text that is printed.
std::string today_text(const Today& today);

}  // namespace firstchair::book
