// Did it really change? Two takes of one chart, tempo, kit and click are compared line by line.
//
// Spreads: ln of the ratio of the detrended spreads, its error from what the strokes are worth,
// (kurtosis - 1) / (4 n_var) each; and a shuffle of the take labels bar by bar (paired by bar), statistic the
// difference of ln mean squared residual. Only when both say so is a change real. Means: Welch with the
// number of independent strokes. Whole files of professionals differ by 22 % without any change of the
// player, so one pair of takes shows what was played, not what will be.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/practice/comparison.h"
#include "engine/core/practice/history.h"

namespace firstchair::teacher {

// One stroke's residual about its line's local mean; bar counts through the take, so that the same bar of
// both takes is paired.
struct BarResidual {
  int bar = 0;
  double ms = 0;
};

struct ShuffleConfig {
  int shuffles = 10000;
  std::uint64_t seed = 1;
};

// Share of shuffles at least as far from 0 as the takes themselves (two-sided, the takes counted among them).
double shuffle_by_bar(std::span<const BarResidual> before, std::span<const BarResidual> after,
                      const ShuffleConfig& config);

// Residuals empty: by the intervals alone. `rho` and `kurtosis` of a KeptLine are of its residuals.
Comparison compare_lines(const KeptLine& before, const KeptLine& after,
                         std::span<const BarResidual> residuals_before = {},
                         std::span<const BarResidual> residuals_after = {}, const ShuffleConfig& config = {});

// Same chart, tempo within 1 %, kit and click?
bool alike(const KeptTake& before, const KeptTake& after);

// Every line that both takes have, without shuffles; Change::not_like throughout where they are not alike.
std::vector<Comparison> compare_takes(const KeptTake& before, const KeptTake& after);

// Takes of 80 % power, two-sided 5 %, for a ratio of spreads. ratio 1: 0.
double strokes_needed(double ratio, double kurtosis, double rho);

// The spread of a line over the takes of an item to the click at one tempo (that of the last take, within 2
// %): the slope of ln z by weighted least squares, each take weighing 1 / (its own error^2 + the variance
// between takes, DerSimonian and Laird's). Fewer than 3 takes show nothing.
Progress progress_of(const History& history, std::string_view item, Line line);

}  // namespace firstchair::teacher
