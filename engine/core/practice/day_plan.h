// A Plan is a day's practice, step by step; PlanDone is what became of it. teacher/planner.h makes them,
// report/ words them.
#pragma once

#include <string>
#include <vector>

namespace firstchair {

enum class StepKind : unsigned char { warm_up, retest, work, own_time, full_take, rest };

enum class Because : unsigned char {
  tempo_of_limit,  // warm-up: value % of the breaking tempo `other`
  due,             // retest: recall fell to value %, other days after the last
  not_measured,    // no limit, and no take to a click
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
  double bpm = 0;                // tempo to begin with
  double minutes = 0;
  int gap_on = 0, gap_off = 0;  // own time: bars with and without the click
  Because because = Because::rest_due;
  double value = 0, low = 0, high = 0, other = 0;
  Ends ends = Ends::minutes;
  int count = 0;
  double target_bpm = 0;
  // These are of the level: whether a take ever broke, and the fastest that held.
  bool broke = true;
  double held_bpm = 0;
};

struct Plan {
  std::vector<Step> steps;
  double playing = 0, total = 0;  // minutes, without and with the rests
};

struct StepDone {
  double minutes = 0;
  int takes = 0, clean = 0;
  double best_bpm = 0;  // fastest clean take
  bool ended = false;   // true: it ended by its own rule
};

struct PlanDone {
  std::vector<StepDone> steps;  // one a step
  int beside = 0;               // takes that belong to no step
  double minutes = 0;
};

}  // namespace firstchair
