// This table holds every constant of following with its unit, how it was chosen, and the handle to change it
// by.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/follow/tuning.h"

namespace firstchair::bench {

struct Tunings {
  follow::ChartTuning chart;  // its pulse is free's too
  follow::FreeTuning free;
  follow::BeatTuning beat;
  follow::ElectionTuning election;
};

// Which performances show what a constant does.
enum Suite : unsigned { kWhole = 1, kLive = 2, kFree = 4, kBeats = 8 };

struct ConstantRow {
  std::string name;
  std::variant<double*, float*, int*> at;
  std::string unit, how;
  unsigned suites = 0;

  double value() const;
  // Sets twice (2) or half (0.5) of it: of a share or probability at most 1, of "times" its square or root,
  // since 1 is none there; of a count a whole number from 1 on.
  void scale(double factor) const;
};

// Returns the rows of `tunings`, which must outlive them, in the order of tuning.h. A member of tuning.h
// without its row here does not compile.
std::vector<ConstantRow> constants_of(Tunings& tunings);

// Constants that no config carries: what was fitted stands on them, or a list has that size.
struct FixedRow {
  const char *name, *value, *unit, *why;
};
const std::vector<FixedRow>& fixed_constants();

}  // namespace firstchair::bench
