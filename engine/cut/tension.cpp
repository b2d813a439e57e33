#include "engine/cut/tension.h"

#include <algorithm>
#include <cmath>

namespace firstchair::cut {
namespace {

// Returns the rank of every value, 0..1; equal values share their mean rank.
std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size(), .5);
  if (values.size() < 2) return ranks;
  for (std::size_t i = 0; i < order.size();) {
    std::size_t j = i;
    while (j < order.size() && values[order[j]] == values[order[i]]) ++j;
    const double rank = static_cast<double>(i + j - 1) / 2 / static_cast<double>(values.size() - 1);
    for (; i < j; ++i) ranks[order[i]] = rank;
  }
  return ranks;
}

}  // namespace

std::vector<TensionPoint> tension_of(std::span<const Mark> marks, double from_s, double to_s,
                                     const TensionConfig& config) {
  const auto steps =
      static_cast<std::size_t>(std::max(1., std::ceil((to_s - from_s) / config.step_s - 1e-9)));
  std::vector<TensionPoint> points(steps + 1);
  std::vector<double> density(points.size()), strength(points.size()), sums(marks.size() + 1);
  for (std::size_t i = 0; i < marks.size(); ++i) sums[i + 1] = sums[i] + marks[i].strength;
  const auto first_from = [&](double at) {
    return static_cast<std::size_t>(
        std::lower_bound(marks.begin(), marks.end(), at,
                         [](const Mark& mark, double t) { return mark.at_s < t; }) -
        marks.begin());
  };
  for (std::size_t k = 0; k < points.size(); ++k) {
    const double at = std::min(to_s, from_s + config.step_s * static_cast<double>(k));
    points[k].at_s = at;
    // At the ends the window is cut off; what is left of it counts.
    const double low = std::max(from_s, at - config.window_s / 2),
                 high = std::min(to_s, at + config.window_s / 2);
    const std::size_t a = first_from(low), b = first_from(high);
    density[k] = high > low ? static_cast<double>(b - a) / (high - low) : 0;
    strength[k] = b > a ? (sums[b] - sums[a]) / static_cast<double>(b - a) : 0;
    // The same strokes, summed from another place, are the same strength.
    strength[k] = std::round(strength[k] * 1e9) / 1e9;
  }
  const std::vector<double> by_density = ranks_of(density), by_strength = ranks_of(strength);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const double played = config.of_density * by_density[k] + (1 - config.of_density) * by_strength[k];
    const double course = static_cast<double>(k) / static_cast<double>(points.size() - 1);
    points[k].tension = (1 - config.rise) * played + config.rise * course;
  }
  return points;
}

double tension_at(std::span<const TensionPoint> points, double at_s) {
  if (points.empty()) return .5;
  const auto after = std::upper_bound(points.begin(), points.end(), at_s,
                                      [](double at, const TensionPoint& point) { return at < point.at_s; });
  if (after == points.begin()) return points.front().tension;
  const TensionPoint& a = *(after - 1);
  if (after == points.end() || after->at_s <= a.at_s) return a.tension;
  return a.tension + (after->tension - a.tension) * (at_s - a.at_s) / (after->at_s - a.at_s);
}

}  // namespace firstchair::cut
