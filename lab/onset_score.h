// This file compares estimated times with true times.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace firstchair::lab {

// Returns the largest one-to-one matching of two ascending lists whose partners lie within `window`: it
// always pairs the earliest two that can be paired, else drops the earlier. (If the earliest two, a and b,
// fit each other, some largest matching holds that pair: partners a', b' of a and b in another are both
// later, so they fit each other too.)
std::vector<std::pair<std::size_t, std::size_t>> match(const std::vector<double>& truth,
                                                       const std::vector<double>& heard, double window);

// Matches close pairs first (2 ms, 5, 10, 25 ...), so that an error is that of the stroke meant.
std::vector<std::pair<std::size_t, std::size_t>> match_nearest(const std::vector<double>& truth,
                                                               const std::vector<double>& heard,
                                                               double window);

struct Counts {
  double true_ones = 0, heard = 0, truth = 0;
  double f() const { return heard + truth > 0 ? 2 * true_ones / (heard + truth) : 1; }
  double recall() const { return truth > 0 ? true_ones / truth : 1; }
  double precision() const { return heard > 0 ? true_ones / heard : 1; }
  Counts& operator+=(const Counts& other) {
    true_ones += other.true_ones;
    heard += other.heard;
    truth += other.truth;
    return *this;
  }
  void add(const std::vector<double>& truth_times, const std::vector<double>& heard_times, double window) {
    true_ones += static_cast<double>(match(truth_times, heard_times, window).size());
    heard += static_cast<double>(heard_times.size());
    truth += static_cast<double>(truth_times.size());
  }
};

double percentile(std::vector<double> values, double share);  // 0 when empty
double spearman(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace firstchair::lab
