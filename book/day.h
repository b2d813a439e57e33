// This file joins the day of a player with a book: the plan, the retests that come of it, and the goals it
// works towards.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "book/today.h"
#include "engine/core/result.h"
#include "engine/teacher/level.h"
#include "store/book.h"

namespace firstchair::book {

// Returns the Unix seconds of the last local midnight.
std::int64_t day_began(std::int64_t now_s);

// Returns today's plan, or with options.done what became of it, and then enters the day's retests into the
// book. Errors: not_found (nothing was played lately), those of the book.
Result<Today> day_of(store::Book& book, const Player& player, std::int64_t now_s, TodayOptions options);

// Returns the latest take of every item since then, the item last played first. The pointers point into the
// history.
std::vector<const KeptTake*> latest_of_items(const History& history, std::int64_t since_s);

struct GoalStanding {
  Goal goal;
  std::string title;
  teacher::Level level;  // now
};
std::vector<GoalStanding> goals_of(const History& history, std::int64_t now_s);
// Returns a line like "Rock 8ths: goal 120, breaks at 118 (110-127)."
std::string goal_text(const GoalStanding& standing);
// Sets a goal; goal.bpm 0 removes it. Errors: not_found, when the item was never played, so that nothing is
// known to plan with.
Result<Done> set_goal(store::Book& book, const Player& player, Goal goal);

}  // namespace firstchair::book
