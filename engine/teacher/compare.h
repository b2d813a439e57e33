// This file says whether something really changed. Two takes of one chart, tempo, kit and click are compared
// line by line.
//
// Spreads are compared in two ways: by the ln of the ratio of the detrended spreads, whose error comes from
// what the strokes are worth, (kurtosis - 1) / (4 n_var) each; and by a shuffle of the take labels bar by bar
// (paired by bar), whose statistic is the difference of ln mean squared residual. Only when both say so is a
// change real. Means are compared by Welch's test with the number of independent strokes. Whole files of
// professionals differ by 22 % without any change of the player, so one pair of takes shows what was played,
// not what will be.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/practice/comparison.h"
#include "engine/core/practice/history.h"

namespace firstchair::teacher {

// A BarResidual is one stroke's residual about its line's local mean. `bar` counts through the take, so that
// the same bar of both takes is paired.
struct BarResidual {
  int bar = 0;
  double ms = 0;
};

struct ShuffleConfig {
  int shuffles = 10000;
  std::uint64_t seed = 1;
};

// Returns the share of shuffles at least as far from 0 as the takes themselves (two-sided, the takes counted
// among them).
double shuffle_by_bar(std::span<const BarResidual> before, std::span<const BarResidual> after,
                      const ShuffleConfig& config);

// Without residuals the intervals alone decide. `rho` and `kurtosis` of a KeptLine are of its residuals.
Comparison compare_lines(const KeptLine& before, const KeptLine& after,
                         std::span<const BarResidual> residuals_before = {},
                         std::span<const BarResidual> residuals_after = {}, const ShuffleConfig& config = {});

// Says whether the takes have the same chart, kit and click, and tempi within 1 %.
bool alike(const KeptTake& before, const KeptTake& after);

// Compares every line that both takes have, without shuffles. Where the takes are not alike every change is
// Change::not_like.
std::vector<Comparison> compare_takes(const KeptTake& before, const KeptTake& after);

// Returns the number of strokes that shows a ratio of spreads with a power of 80 %, two-sided at 5 %; for the
// ratio 1 it is 0.
double strokes_needed(double ratio, double kurtosis, double rho);

// Follows the spread of a line over the takes of an item to the click at one tempo (that of the last take,
// within 2 %). It is the slope of ln z by weighted least squares, where each take weighs 1 / (its own error^2
// + the variance between takes, DerSimonian and Laird's). Fewer than 3 takes show nothing.
Progress progress_of(const History& history, std::string_view item, Line line);

}  // namespace firstchair::teacher
