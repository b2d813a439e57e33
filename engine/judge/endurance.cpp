#include "engine/judge/endurance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/stats/stats.h"

namespace firstchair::judge {
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
  return {slope, stats::t_quantile(n - 2) * std::sqrt(rest / (n - 2) / sxx)};
}

// SD about the mean.
double sd_of(const std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return n > 1 ? std::sqrt(squares / (n - 1)) : 0;
}

// Neighbouring errors are alike, so the interval of least squares is widened for their lag-1 correlation.
Slope lag_of(const std::vector<double>& minutes, const std::vector<double>& errors) {
  Slope slope = slope_of(minutes, errors);
  double before = 0, squares = 0, lagged = 0, mx = 0, my = 0;
  const double n = static_cast<double>(minutes.size());
  for (std::size_t i = 0; i < minutes.size(); ++i) mx += minutes[i] / n, my += errors[i] / n;
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    const double apart = errors[i] - my - slope.value * (minutes[i] - mx);
    squares += apart * apart;
    if (i > 0) lagged += apart * before;
    before = apart;
  }
  const double rho = squares > 0 ? std::clamp(lagged / squares, 0.0, 0.9) : 0;
  slope.half *= std::sqrt((1 + rho) / (1 - rho));
  return slope;
}

}  // namespace

std::vector<EnduranceBlock> endurance_blocks(std::span<const EnduranceStroke> strokes) {
  std::array<std::vector<std::size_t>, kLineCount> lines;
  for (std::size_t i = 0; i < strokes.size(); ++i)
    lines[static_cast<std::size_t>(strokes[i].line)].push_back(i);
  std::vector<double> residual(strokes.size(), std::nan(""));
  // About the line's own means: a block may hold more of a soft or a late line.
  std::vector<double> level(strokes.size()), error(strokes.size());
  for (const std::vector<std::size_t>& line : lines) {
    double mean_level = 0, mean_error = 0;
    for (const std::size_t i : line) {
      mean_level += strokes[i].level_db / static_cast<double>(line.size());
      mean_error += strokes[i].error_ms / static_cast<double>(line.size());
    }
    for (std::size_t k = 0; k < line.size(); ++k) {
      level[line[k]] = strokes[line[k]].level_db - mean_level;
      error[line[k]] = strokes[line[k]].error_ms - mean_error;
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
  std::vector<EnduranceBlock> blocks;
  for (std::size_t from = 0; from + kEnduranceBlock <= strokes.size(); from += kEnduranceBlock) {
    EnduranceBlock block;
    double squares = 0, count = 0;
    std::vector<double> minutes, errors, levels;
    for (std::size_t s = from; s < from + kEnduranceBlock; ++s) {
      block.level_db += level[s] / kEnduranceBlock;
      block.minutes += strokes[s].seconds / 60 / kEnduranceBlock;
      minutes.push_back(strokes[s].seconds / 60);
      errors.push_back(error[s]);
      levels.push_back(level[s]);
      if (std::isnan(residual[s])) continue;
      squares += residual[s] * residual[s];
      ++count;
    }
    if (count < 8 || squares <= 0 || minutes.back() <= minutes.front()) continue;
    block.spread_ms = std::sqrt(squares / count);
    block.level_sd_db = sd_of(levels);
    const Slope lag = lag_of(minutes, errors);
    block.lag_low = lag.value - lag.half;
    block.lag_high = lag.value + lag.half;
    blocks.push_back(block);
  }
  return blocks;
}

Endurance endurance(std::span<const EnduranceStroke> strokes) {
  Endurance out{.blocks = static_cast<int>(strokes.size()) / kEnduranceBlock};
  if (out.blocks < kBlocksNeeded) return out;
  std::vector<double> minutes, spreads, levels;
  for (const EnduranceBlock& block : endurance_blocks(strokes)) {
    minutes.push_back(block.minutes);
    spreads.push_back(std::log(block.spread_ms));
    levels.push_back(block.level_db);
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

}  // namespace firstchair::judge
