// This file joins the day of a player with a book: the plan, the retests that come of it, and the goals it
// works towards.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "book/today.h"
#include "engine/core/result.h"
#include "engine/teacher/guard.h"
#include "engine/teacher/level.h"
#include "store/book.h"

namespace firstchair::book {

// Returns the Unix seconds of the last local midnight.
std::int64_t day_began(std::int64_t now_s);

// Keeps what the player says of pain now, if anything (pain -1 and not numb: nothing). It holds for the day.
Result<Done> tell_pain(store::Book& book, const Player& player, std::int64_t now_s, double pain, bool numb);
// What the guard says now (teacher::advise): input.day_began_s is filled in.
Advice guard_now(const History& history, std::int64_t now_s, teacher::GuardInput input = {});

// Returns today's plan, or with options.done what became of it, and then enters the day's retests into the
// book. Pain in the options is kept first. Errors: not_found (nothing was played lately, and there is no pain
// to stop for), those of the book.
Result<Today> day_of(store::Book& book, const Player& player, std::int64_t now_s, TodayOptions options);

// Returns the latest take of every item since then, the item last played first: of those that count, or else
// of all but the discarded ones. The pointers point into the history.
std::vector<const KeptTake*> latest_of_items(const History& history, std::int64_t since_s,
                                             bool counted = true);

struct GoalStanding {
  Goal goal;
  std::string title;
  teacher::Level level;  // now
};
std::vector<GoalStanding> goals_of(const History& history, std::int64_t now_s);
// Returns a line like "Rock 8ths: goal 120, breaks at 118 (110-127)."
std::string goal_text(const GoalStanding& standing);
// Sets a goal; goal.bpm 0 removes it. A chart that was not played yet may have one when goal.title says what
// it is; it is planned from its first take on. Errors: not_found (the item was never played, and has no
// title).
Result<Done> set_goal(store::Book& book, const Player& player, Goal goal);

}  // namespace firstchair::book
