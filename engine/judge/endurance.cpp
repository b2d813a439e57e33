#include "engine/judge/endurance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/judge/stats.h"

namespace firstchair {
namespace {

constexpr std::size_t kNeighbours = 4;

struct Slope {
  double value = 0, half = 0;
};

Slope slope_of(const std::vector<double>& x, const std::vector<double>& y) {
  const double n = static_cast<double>(x.size());
  double mx = 0, my = 0;
  for (std::size_t i = 0; i < x.size(); ++i) mx += x[i] / n, my += y[i] / n;
  double sxx = 0, sxy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sxx += (x[i] - mx) * (x[i] - mx);
    sxy += (x[i] - mx) * (y[i] - my);
  }
  const double slope = sxy / sxx;
  double rest = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double apart = y[i] - my - slope * (x[i] - mx);
    rest += apart * apart;
  }
  return {slope, t_quantile(n - 2) * std::sqrt(rest / (n - 2) / sxx)};
}

}  // namespace

Endurance endurance(std::span<const EnduranceStroke> strokes) {
  Endurance out{.blocks = static_cast<int>(strokes.size()) / kEnduranceBlock};
  if (out.blocks < kBlocksNeeded) return out;
  std::array<std::vector<std::size_t>, kLineCount> lines;
  for (std::size_t i = 0; i < strokes.size(); ++i)
    lines[static_cast<std::size_t>(strokes[i].line)].push_back(i);
  std::vector<double> residual(strokes.size(), std::nan(""));
  std::vector<double> level(
      strokes.size());  // about the line's own mean: a block may hold more of a soft line
  for (const std::vector<std::size_t>& line : lines) {
    double mean_level = 0;
    for (const std::size_t i : line) mean_level += strokes[i].level_db / static_cast<double>(line.size());
    for (std::size_t k = 0; k < line.size(); ++k) {
      level[line[k]] = strokes[line[k]].level_db - mean_level;
      double sum = 0, count = 0;
      for (std::size_t j = k - std::min(k, kNeighbours); j < std::min(line.size(), k + kNeighbours + 1);
           ++j) {
        if (j == k) continue;
        sum += strokes[line[j]].error_ms;
        ++count;
      }
      if (count < 4) continue;
      residual[line[k]] = (strokes[line[k]].error_ms - sum / count) / std::sqrt(1 + 1 / count);
    }
  }
  std::vector<double> minutes, spreads, levels;
  for (int b = 0; b < out.blocks; ++b) {
    double squares = 0, count = 0, sum_level = 0, sum_time = 0;
    for (std::size_t i = 0; i < kEnduranceBlock; ++i) {
      const std::size_t s = static_cast<std::size_t>(b * kEnduranceBlock) + i;
      sum_level += level[s] / kEnduranceBlock;
      sum_time += strokes[s].seconds / kEnduranceBlock;
      if (std::isnan(residual[s])) continue;
      squares += residual[s] * residual[s];
      ++count;
    }
    if (count < 8 || squares <= 0) continue;
    minutes.push_back(sum_time / 60);
    spreads.push_back(0.5 * std::log(squares / count));
    levels.push_back(sum_level);
  }
  out.blocks = static_cast<int>(minutes.size());
  if (out.blocks < kBlocksNeeded) return out;
  const Slope spread = slope_of(minutes, spreads), loud = slope_of(minutes, levels);
  const auto percent = [](double x) { return 100 * (std::exp(x) - 1); };
  out.measured = true;
  out.minutes = minutes.back() - minutes.front();
  out.spread = percent(spread.value);
  out.spread_low = percent(spread.value - spread.half);
  out.spread_high = percent(spread.value + spread.half);
  out.level = loud.value;
  out.level_low = loud.value - loud.half;
  out.level_high = loud.value + loud.half;
  return out;
}

}  // namespace firstchair
