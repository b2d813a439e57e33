#include "engine/follow/pulse/smoother.h"

#include <cmath>

namespace firstchair::follow {
namespace {

// One Rauch-Tung-Striebel step: gain G = P F' Pp^-1.
PulseState back(const PulseState& now, const PulseState& predicted, const PulseState& later, double du) {
  const double a = now.tt + now.tp * du, b = now.tp, c = now.tp + now.pp * du, d = now.pp;  // P F'
  const double det = predicted.tt * predicted.pp - predicted.tp * predicted.tp;
  if (!(det > 0)) return now;
  const double i11 = predicted.pp / det, i12 = -predicted.tp / det, i22 = predicted.tt / det;
  const double g11 = a * i11 + b * i12, g12 = a * i12 + b * i22;
  const double g21 = c * i11 + d * i12, g22 = c * i12 + d * i22;
  const double dt = later.time - predicted.time, dp = later.period - predicted.period;
  const double e11 = later.tt - predicted.tt, e12 = later.tp - predicted.tp, e22 = later.pp - predicted.pp;
  PulseState s = now;
  s.time += g11 * dt + g12 * dp;
  s.period += g21 * dt + g22 * dp;
  s.tt += g11 * (g11 * e11 + g12 * e12) + g12 * (g11 * e12 + g12 * e22);
  s.tp += g21 * (g11 * e11 + g12 * e12) + g22 * (g11 * e12 + g12 * e22);
  s.pp += g21 * (g21 * e11 + g22 * e12) + g22 * (g21 * e12 + g22 * e22);
  return s;
}

}  // namespace

void Smoother::smooth(std::span<PulseNode> nodes, double period, double variance, double limit) {
  const std::size_t n = nodes.size();
  filtered_.resize(n);
  predicted_.resize(n);
  std::size_t first = 0;
  while (first < n && nodes[first].count == 0) ++first;
  PulseState state;
  state.period = period;
  state.pp = tempo_prior_ * period * tempo_prior_ * period;
  state.time = nodes[first].seen;
  state.tt = 1;
  // The nodes before the first stroke: carried back from it after smoothing.
  for (std::size_t i = first; i < n; ++i) {
    if (i > first) state = state.ahead(nodes[i].position - nodes[i - 1].position, walk_);
    predicted_[i] = state;
    if (nodes[i].count > 0) {
      const double far = std::abs(nodes[i].residual) / limit;
      const double r = (variance + nodes[i].variance) * (far > 1 ? far * far : 1);
      state = state.seen(nodes[i].seen, r);
    }
    filtered_[i] = state;
  }
  nodes[n - 1].state = filtered_[n - 1];
  for (std::size_t i = n - 1; i-- > first;) {
    const double du = nodes[i + 1].position - nodes[i].position;
    nodes[i].state = back(filtered_[i], predicted_[i + 1], nodes[i + 1].state, du);
  }
  for (std::size_t i = first; i-- > 0;) {
    PulseState s = nodes[first].state;
    const double du = nodes[first].position - nodes[i].position;
    const double step = walk_ * walk_ * s.period * s.period * du;
    s.time -= s.period * du;
    s.tt += du * (-2 * s.tp + du * s.pp) + step * du * du / 3;
    s.tp -= du * s.pp + step * du / 2;
    s.pp += step;
    nodes[i].state = s;
  }
}

}  // namespace firstchair::follow
