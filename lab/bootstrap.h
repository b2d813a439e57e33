// This file finds bootstrap intervals over tracks: the tracks are drawn anew with replacement, seeded (Efron
// 1979; percentile method).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "lab/onset_score.h"

namespace firstchair::lab {

struct Interval {
  double low = 0, high = 0;
};

inline constexpr int kDraws = 1000;

// Returns the 95 % interval of `figure`, which is given the numbers of the tracks drawn. The same seed draws
// the same tracks, so figures of two listeners can be compared draw by draw.
Interval bootstrap(std::size_t tracks, const std::function<double(std::span<const std::size_t>)>& figure,
                   int draws = kDraws, std::uint64_t seed = 1);
// Returns the interval of the F measure of all tracks together.
Interval f_interval(const std::vector<Counts>& tracks);
// Returns the interval of the F measure of `a` less that of `b`, on the same tracks.
Interval f_difference(const std::vector<Counts>& a, const std::vector<Counts>& b);

Counts sum(const std::vector<Counts>& tracks);

}  // namespace firstchair::lab
