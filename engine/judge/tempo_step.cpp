#include "engine/judge/tempo_step.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/stats/stats.h"

namespace firstchair::judge {
namespace {

constexpr double kStepShare = 0.8;  // of what the parabola leaves, that the bend explains
constexpr double kLeastStep = 1.0;  // %
constexpr std::size_t kMostBends = 512;

}  // namespace

// A parabola over the whole take against the same with a bend at a bar line: how much the bend explains.
TempoStep find_step(LayerStrokes& take) {
  TempoStep step;
  if (take.bar_count < 2 * kLeastLayerBars) return step;
  const std::size_t n = take.strokes.size();
  const double middle = (take.strokes.front().x + take.strokes.back().x) / 2,
               half = std::max(1.0, (take.strokes.back().x - take.strokes.front().x) / 2);
  // Residuals of the bars' means: strokes of a bar hang together.
  std::vector<double> x, y;
  for (int bar = 0; bar < take.bar_count; ++bar) {
    double sx = 0, sy = 0, k = 0;
    for (std::size_t i = take.first_of(bar); i < take.first_of(bar + 1); ++i)
      sx += take.strokes[i].x, sy += take.strokes[i].ms, ++k;
    if (k > 0) x.push_back((sx / k - middle) / half), y.push_back(sy / k);
  }
  if (n < 4 * x.size() || x.size() < 2 * static_cast<std::size_t>(kLeastLayerBars)) return step;
  // Orthogonal 1, u, u^2 (Gram-Schmidt), then the bend made orthogonal to them.
  std::vector<std::vector<double>> basis;
  const auto dot = [](const std::vector<double>& a, const std::vector<double>& b) {
    double s = 0;
    for (std::size_t i = 0; i < a.size(); ++i) s += a[i] * b[i];
    return s;
  };
  const auto clear = [&](std::vector<double> v) {
    for (int twice = 0; twice < 2; ++twice) {
      for (const auto& q : basis) {
        const double c = dot(v, q);
        for (std::size_t i = 0; i < v.size(); ++i) v[i] -= c * q[i];
      }
    }
    return v;
  };
  for (int power = 0; power < 3; ++power) {
    std::vector<double> v(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) v[i] = power == 0 ? 1 : power == 1 ? x[i] : x[i] * x[i];
    v = clear(v);
    const double size = std::sqrt(dot(v, v));
    for (double& e : v) e /= size;
    basis.push_back(v);
  }
  const std::vector<double> left = clear(y);
  const double before = dot(left, left);
  double most = 0, slope = 0, error = 0;
  std::size_t at = 0;
  const auto try_bend = [&](std::size_t k) {
    const double bend = (x[k - 1] + x[k]) / 2;
    std::vector<double> v(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) v[i] = std::max(0.0, x[i] - bend);
    v = clear(v);
    const double size = dot(v, v), c = dot(v, left) / size;
    if (c * c * size > most) most = c * c * size, slope = c, at = k, error = 1 / std::sqrt(size);
  };
  // Of a take of hours a bend every so many bars is tried, then those beside the best: the work stays in
  // proportion.
  const std::size_t last = x.size() - 3, stride = 1 + x.size() / kMostBends;
  for (std::size_t k = 3; k < last; k += stride) try_bend(k);
  const std::size_t from = at > stride + 3 ? at - stride + 1 : 3, to = std::min(last, at + stride);
  for (std::size_t k = from; stride > 1 && k < to; ++k) try_bend(k);
  const double after = before - most, free = static_cast<double>(x.size()) - 5;
  const double spread = std::sqrt(std::max(after, 0.0) / free);
  const double period = (y.back() - y.front()) / (x.back() - x.front());  // ms per unit of x
  const double percent = -100 * slope / period,
               reach = 100 * stats::t_quantile(free) * spread * error / period;
  // The bend has to explain nearly all that the parabola leaves.
  if (!(most > kStepShare * before) || !(std::abs(percent) - 2 * reach > kLeastStep)) return step;
  step.found = true;
  step.percent = percent;
  step.low = percent - reach;
  step.high = percent + reach;
  step.bars = static_cast<int>(x.size());
  for (int bar = 0, k = 0; bar < take.bar_count; ++bar) {
    if (take.first_of(bar) == take.first_of(bar + 1)) continue;
    if (k++ != static_cast<int>(at)) continue;
    const LayerStroke& s = take.strokes[take.first_of(bar)];
    const Bar& chart_bar = bar_at(take.bars, s.tick);
    step.place = {chart_bar.number, 1, chart_bar.start, bar + 1};
    const double knee = s.x;
    const double per_quarter = slope / half;
    for (LayerStroke& stroke : take.strokes) stroke.ms -= per_quarter * std::max(0.0, stroke.x - knee);
    return step;
  }
  return step;
}

}  // namespace firstchair::judge
