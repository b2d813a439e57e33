// Today: what to practise, for how long, why, and what ends it.
//
// Warm-up; cold retests that are due; two blocks on weak spots; one drill of own time; one full take; rests.
// An item's claim on the time is its weight x P(below its goal) x what it gained a minute lately x how long
// it has rested. Each step carries the measured fact that put it there, as numbers; report/ words them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/history.h"
#include "engine/teacher/level.h"

namespace firstchair {

// What may be practised, as the app knows it from the charts and the last verdicts.
struct PracticeItem {
  std::string item;  // content hash of the chart
  std::string title = {};
  int bars = 8;
  double minutes = 1;            // one full take at the goal tempo
  int from_bar = 0, to_bar = 0;  // the spot the last order named; 0: none, then the whole chart
  unsigned limbs = 0;            // a bit a Line; items that share none follow one another better
};

enum class StepKind : unsigned char { warm_up, retest, work, own_time, full_take, rest };

enum class Because : unsigned char {
  tempo_of_limit,  // warm-up: value % of the breaking tempo `other`
  due,             // retest: recall fell to value %, other days after the last
  not_measured,    // value takes so far
  below_goal,      // level value (low to high), goal `other`
  at_goal,         // level value (low to high), goal `other`: the item keeps its place in the full take
  own_time_old,    // value days since the last own-time take; -1: none so far
  full_take_old,   // the same of a full take
  rest_due         // value minutes played by then
};

enum class Ends : unsigned char {
  minutes,  // by the clock
  takes,    // after `count` takes
  clean     // after `count` clean takes at `target_bpm`, or the minutes
};

struct Step {
  StepKind kind = StepKind::rest;
  int block = 0;  // weak-spot blocks: 1 or 2
  std::string item = {}, title = {};
  int from_bar = 0, to_bar = 0;  // 0: all
  double bpm = 0;                // to begin with
  double minutes = 0;
  int gap_on = 0, gap_off = 0;  // own time: bars with and without the click
  Because because = Because::rest_due;
  double value = 0, low = 0, high = 0, other = 0;
  Ends ends = Ends::minutes;
  int count = 0;
  double target_bpm = 0;
};

struct Plan {
  std::vector<Step> steps;
  double playing = 0, total = 0;  // minutes, without and with the rests
};

// At most what the guard leaves of `minutes`; 0 steps when that is under 5. Items without a goal are played
// for the tempo they are at. Deterministic.
Plan plan_today(const History& history, std::span<const PracticeItem> items, std::int64_t now_s,
                double minutes);

// What an item claims: see above. Exposed for the report of why, and for tests.
struct Claim {
  double claim = 0;
  double below = 0;     // probability
  double gain_oct = 0;  // per minute
  double rested_days = 0;
  Level level = {};
};
Claim claim_of(const History& history, const PracticeItem& item, std::int64_t now_s);

// --- what became of it
// ---------------------------------------------------------------------------------------------------

struct StepDone {
  double minutes = 0;
  int takes = 0, clean = 0;
  double best_bpm = 0;  // fastest clean take
  bool ended = false;   // by its own rule
};

// Lays the takes begun since the plan was made beside its steps, in order: a take belongs to the first open
// step of its item (a warm-up takes whatever is slow enough). Takes of no step count in `beside`.
struct PlanDone {
  std::vector<StepDone> steps;  // one a step
  int beside = 0;
  double minutes = 0;
};
PlanDone follow_plan(const Plan& plan, const History& history, std::int64_t since_s, std::int64_t now_s);

// Enters the day's cold retests into the history. A retest is played where 85 of 100 takes hold: held at once
// is Good, at the second take Hard, neither Again, and held at the breaking tempo or above Easy.
void enter_retests(const Plan& plan, History& history, std::int64_t since_s, std::int64_t now_s);
// Items that came to their goals (with 0.9 probability) are retested from now on.
void consolidate(History& history, std::int64_t now_s);

}  // namespace firstchair
