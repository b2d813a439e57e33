// The planner says what to practise today, for how long, why, and what ends it.
//
// The day is a warm-up; cold retests that are due; two blocks on weak spots; one drill of own time; one full
// take; rests. An item's claim on the time is its weight x P(below its goal) x what it gained a minute lately
// x how long it has rested. Each step carries the measured fact that put it there, as numbers; report/ words
// them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/practice/day_plan.h"
#include "engine/core/practice/history.h"
#include "engine/teacher/level.h"

namespace firstchair::teacher {

// A PracticeItem is what may be practised, as the app knows it from the charts and the last verdicts.
struct PracticeItem {
  std::string item;  // content hash of the chart
  std::string title = {};
  int bars = 8;
  double minutes = 1;            // one full take at the goal tempo
  int from_bar = 0, to_bar = 0;  // the spot the last order named; 0: none, then the whole chart
  unsigned limbs = 0;            // one bit a Line; items that share none follow one another better
};

// Plans at most what the guard leaves of `minutes`; the plan has no steps when that is under 5. Items without
// a goal are played for the tempo they are at. The function is deterministic.
Plan plan_today(const History& history, std::span<const PracticeItem> items, std::int64_t now_s,
                double minutes);

// A Claim is what an item claims of the time, as said above. It is public for the report of why, and for
// tests.
struct Claim {
  double claim = 0;
  double below = 0;     // probability
  double gain_oct = 0;  // per minute
  double rested_days = 0;
  Level level = {};
};
Claim claim_of(const History& history, const PracticeItem& item, std::int64_t now_s);

// --- what became of it

// Lays the takes begun since the plan was made beside its steps, in order: a take belongs to the first open
// step of its item (a warm-up takes whatever is slow enough).
PlanDone follow_plan(const Plan& plan, const History& history, std::int64_t since_s, std::int64_t now_s);

// Enters the day's cold retests into the history. A retest is played at the tempo where 85 of 100 takes hold:
// held at once is Good, at the second take Hard, neither Again, and held at the breaking tempo or above Easy.
void enter_retests(const Plan& plan, History& history, std::int64_t since_s, std::int64_t now_s);
// Items that came to their goals (with 0.9 probability) are retested from now on.
void consolidate(History& history, std::int64_t now_s);

}  // namespace firstchair::teacher
