// What can be said of the order of some values that are known as t distributions: who is lowest, whether the
// lowest k are the lowest k, which place each has. It integrates by the trapezium rule over 2,001 points.
#pragma once

#include <vector>

namespace firstchair::chairs {

struct Known {
  double centre = 0, scale = 1, df = 7;  // scale > 0
};

struct Places {
  std::vector<double> lowest;  // of each: the probability that all others are higher
  std::vector<double>
      together;  // [k]: that those with index <= k are all lower than all others; K - 1 of them
  std::vector<double> expected;  // of each: its mean place from 1
  std::vector<int> from, to;     // of each: 95 % of its place
};

// `values` are in order of their centres.
Places places_of(const std::vector<Known>& values);

}  // namespace firstchair::chairs
