#include "engine/cut/trend.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/stats/stats.h"

namespace firstchair::cut {
namespace {

constexpr double kTukey = 4.685;  // residual spreads at which a point loses its weight: 95 % efficiency
constexpr int kRounds = 30;
constexpr int kSlopes = 201;  // tried for a start, at most
// Where direct sound and a reflection take turns, the delays hang together over whole grooves, which no
// neighbour tells. So the means of so many parts of the points are looked at, too (batch means).
constexpr int kParts = 6;
constexpr std::size_t kLeastInPart = 5;

// The level at which most of the values lie within `vote`, and how many.
struct Level {
  double at = 0;
  std::size_t votes = 0;
};
Level level_of(std::vector<double>& values, double vote) {
  std::sort(values.begin(), values.end());
  Level best;
  std::size_t from = 0;
  for (std::size_t to = 0; to < values.size(); ++to) {
    while (values[to] - values[from] > 2 * vote) ++from;
    if (to - from + 1 > best.votes) best = {values[from + (to - from) / 2], to - from + 1};
  }
  return best;
}

struct Worth {
  double share = 1, df = 0;  // of a point, against one that hangs together with none
};

// What points are worth by the means of their parts; `variance` is a point's, `fitted` what the line took.
Worth worth_by_parts(std::span<const double> kept, double variance, int fitted) {
  if (kept.size() < kParts * kLeastInPart || !(variance > 0)) return {};
  double squares = 0;
  for (std::size_t part = 0; part < kParts; ++part) {
    const std::size_t from = part * kept.size() / kParts, to = (part + 1) * kept.size() / kParts;
    double sum = 0;
    for (std::size_t k = from; k < to; ++k) sum += kept[k];
    squares += sum * sum / static_cast<double>((to - from) * (to - from));
  }
  const double df = kParts - fitted, in_part = static_cast<double>(kept.size()) / kParts;
  return {squares > 0 ? std::min(1., variance / in_part / (squares / df)) : 1, df};
}

}  // namespace

Trend robust_trend(std::span<const Point> points, const TrendConfig& config) {
  Trend line;
  const bool level = config.steepest <= 0;
  if (points.size() < (level ? 2U : 3U)) return line;
  for (const Point& point : points) line.mean_x += point.x / static_cast<double>(points.size());
  const double reach =
      std::max(std::abs(points.front().x - line.mean_x), std::abs(points.back().x - line.mean_x));

  // The start: of so many slopes that neighbours differ by a vote at the ends, the one with the most voters.
  const int slopes =
      level || reach <= 0
          ? 1
          : std::clamp(2 * static_cast<int>(std::ceil(config.steepest * reach / config.vote)) + 1, 3,
                       kSlopes);
  std::size_t most = 0;
  std::vector<double> turned(points.size());
  for (int k = 0; k < slopes; ++k) {
    const double slope = slopes == 1 ? 0 : config.steepest * (2.0 * k / (slopes - 1) - 1);
    for (std::size_t n = 0; n < points.size(); ++n)
      turned[n] = points[n].y - slope * (points[n].x - line.mean_x);
    const Level found = level_of(turned, config.vote);
    if (found.votes > most || (found.votes == most && std::abs(slope) < std::abs(line.slope))) {
      most = found.votes;
      line.slope = slope;
      line.at_mean = found.at;
    }
  }

  std::vector<double> weight(points.size()), distance;
  double spread = config.vote, sum_w = 0, sum_xx = 0;
  for (int round = 0; round < kRounds; ++round) {
    distance.clear();
    for (const Point& point : points) {
      const double r = std::abs(point.y - line.at(point.x));
      if (r <= kTukey * spread) distance.push_back(r);
    }
    spread =
        std::clamp(1.4826 * stats::median(distance), config.finest, round == 0 ? config.vote : spread * 1.5);
    double w_sum = 0, wx = 0, wy = 0;
    for (std::size_t n = 0; n < points.size(); ++n) {
      const double u = (points[n].y - line.at(points[n].x)) / (kTukey * spread);
      weight[n] = std::abs(u) < 1 ? (1 - u * u) * (1 - u * u) : 0;
      w_sum += weight[n];
      wx += weight[n] * points[n].x;
      wy += weight[n] * points[n].y;
    }
    if (w_sum <= 0) break;
    wx /= w_sum;
    wy /= w_sum;
    double xx = 0, xy = 0;
    for (std::size_t n = 0; n < points.size(); ++n) {
      xx += weight[n] * (points[n].x - wx) * (points[n].x - wx);
      xy += weight[n] * (points[n].x - wx) * (points[n].y - wy);
    }
    const double slope = level || xx <= 0 ? 0 : xy / xx;
    const double moved = std::abs(wy - line.at(wx)) + std::abs(slope - line.slope) * reach;
    line.mean_x = wx;
    line.at_mean = wy;
    line.slope = slope;
    sum_w = w_sum;
    sum_xx = xx;
    if (moved < 1e-6 * config.finest && round > 2) break;
  }

  std::vector<double> kept;
  distance.clear();
  line.on_it.resize(points.size());
  double sum_rr = 0;
  for (std::size_t n = 0; n < points.size(); ++n) {
    const double r = points[n].y - line.at(points[n].x);
    line.on_it[n] = weight[n] > 0;
    if (!line.on_it[n]) continue;
    kept.push_back(r);
    distance.push_back(std::abs(r));
    sum_rr += weight[n] * r * r;
  }
  line.residual = stats::median(distance);
  line.inliers = static_cast<double>(kept.size()) / static_cast<double>(points.size());
  const int fitted = level ? 1 : 2;
  if (static_cast<int>(kept.size()) <= fitted + 1 || sum_w <= 0) return line;
  const stats::Sample sample = stats::describe(kept, fitted);
  const double variance = std::max(sum_rr / sum_w, config.finest * config.finest / 4);  // of one point
  const double worth = std::max((1 - sample.rho) / (1 + sample.rho), 1e-3);
  const double df = std::max(2.0, static_cast<double>(kept.size()) * worth - fitted);
  double widened = stats::t_quantile(df) / std::sqrt(worth);
  if (const Worth by_parts = worth_by_parts(kept, variance, fitted); by_parts.share < worth)
    widened = std::max(widened, stats::t_quantile(by_parts.df) / std::sqrt(by_parts.share));
  line.at_mean_95 = widened * std::sqrt(variance / sum_w);
  line.slope_95 = level || sum_xx <= 0 ? 0 : widened * std::sqrt(variance / sum_xx);
  return line;
}

}  // namespace firstchair::cut
