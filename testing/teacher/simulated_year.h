// This file simulates a year of a drummer's practice: every item is learned, tired of and forgotten by known
// rules, so that ways of choosing what to practise can be compared. It is for tests and the bench; the rules
// are assumptions (docs/guide/teacher.md), so a result says how a planner does in such a world.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/practice/history.h"
#include "engine/teacher/planner.h"
#include "testing/chance.h"

namespace firstchair::testing {

enum class Chooser : unsigned char { planner, rotation, worst_first };

struct SimulatedItem {
  double level_oct = 0;  // log2 of the breaking tempo now
  double first_oct = 0;  // where it began
  double goal_oct = 0;
  double ceiling_oct = 0;  // where learning would end
  double rate = 0.006;     // of what is left to the ceiling, a minute at the right difficulty
  int days = 0;            // days on which it was practised
  double minutes_today = 0;
};

struct YearResult {
  double minutes = 0;  // played until all goals held; those of the whole time where they never did
  int day = 0;         // day on which they did; -1: never
};

// Simulates `items` items, `minutes` a day, at most `days` days. The same seed gives every chooser the same
// drummer.
YearResult simulate_year(Chooser chooser, std::uint64_t seed, int items, double minutes, int days);

}  // namespace firstchair::testing
