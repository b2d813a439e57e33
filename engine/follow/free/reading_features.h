// What speaks for a reading: a list of numbers that describe the groove folded into the reading's bars. Which
// drum is struck at which place, crashes, how well the bar comes back, where it is broken by fills, how dense
// the playing is beside the tempo, and what falls between the sixteenths.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "engine/core/chart.h"
#include "engine/follow/free/groove_fold.h"

namespace firstchair::follow {

inline constexpr int kFeatures = 99;
using Features = std::array<double, kFeatures>;

inline constexpr std::array<MeterChange, 8> kMeters{
    {{0, 4, 4}, {0, 3, 4}, {0, 2, 4}, {0, 5, 4}, {0, 6, 8}, {0, 12, 8}, {0, 7, 8}, {0, 5, 8}}};
inline constexpr int kRoles = 17;  // 4 beats * 4 places ("1 e and a"), and the rest

// Returns whether the beat is a dotted quarter.
bool compound(const MeterChange& meter);
// Returns the role of every place of the bar: 4 times the beat (first, inner, middle, last) plus the place in
// it, or kRoles - 1.
std::vector<int> roles_of(const MeterChange& meter);

struct Described {
  double quarter = 1;      // tracked beats in a quarter note
  double quarter_s = 0.5;  // its length
  MeterChange meter;
  double track_cost = 0;  // nats an attack beyond the best track
  double off_grid = 0;    // share of the attacks
};

// The bar line stands at place `shift` of the fold. Their order is that of the weights of data/weights.
Features describe(const Described& reading, const Fold& folded, const std::vector<int>& roles, int shift,
                  Recurrence& recurrence);

}  // namespace firstchair::follow
