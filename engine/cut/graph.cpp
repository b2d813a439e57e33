#include "engine/cut/graph.h"

#include <algorithm>
#include <cmath>

namespace firstchair::cut {
namespace {

// Solves a x = b for a symmetric, positive definite a by Cholesky's way; a and b are spoilt.
std::vector<double> solve(std::vector<double>& a, std::vector<double>& b) {
  const std::size_t n = b.size();
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t j = 0; j < k; ++j) a[k * n + k] -= a[k * n + j] * a[k * n + j];
    a[k * n + k] = std::sqrt(std::max(a[k * n + k], 1e-30));
    for (std::size_t r = k + 1; r < n; ++r) {
      for (std::size_t j = 0; j < k; ++j) a[r * n + k] -= a[r * n + j] * a[k * n + j];
      a[r * n + k] /= a[k * n + k];
    }
  }
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t j = 0; j < k; ++j) b[k] -= a[k * n + j] * b[j];
    b[k] /= a[k * n + k];
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t r = k + 1; r < n; ++r) b[k] -= a[r * n + k] * b[r];
    b[k] /= a[k * n + k];
  }
  return std::move(b);
}

// The values v of the cameras for which sum of ((v[to] - v[from] - measured) / within)^2 is least, the
// master's being 0.
std::vector<double> settle(std::span<const Tie> ties, const std::vector<double>& measured,
                           const std::vector<double>& within, const std::vector<bool>& joined, int master) {
  const std::size_t n = joined.size();
  std::vector<double> a(n * n), b(n);
  for (std::size_t c = 0; c < n; ++c)
    if (static_cast<int>(c) == master || !joined[c]) a[c * n + c] = 1;
  const auto free = [&](std::size_t c) { return static_cast<int>(c) != master && joined[c]; };
  for (std::size_t k = 0; k < ties.size(); ++k) {
    const auto from = static_cast<std::size_t>(ties[k].from), to = static_cast<std::size_t>(ties[k].to);
    if (!joined[from] || !joined[to]) continue;
    const double weight = 1 / (within[k] * within[k]);
    if (free(to)) a[to * n + to] += weight, b[to] += weight * measured[k];
    if (free(from)) a[from * n + from] += weight, b[from] -= weight * measured[k];
    if (free(to) && free(from)) a[to * n + from] -= weight, a[from * n + to] -= weight;
  }
  return solve(a, b);
}

}  // namespace

Joint join(std::span<const Tie> ties, int cameras, int master) {
  Joint joint;
  const auto n = static_cast<std::size_t>(cameras);
  joint.lines.resize(n);
  joint.joined.assign(n, false);
  joint.joined[static_cast<std::size_t>(master)] = true;
  std::size_t on_ways = 0;
  for (std::size_t round = 0; round < n; ++round)
    for (const Tie& tie : ties) {
      const auto from = static_cast<std::size_t>(tie.from), to = static_cast<std::size_t>(tie.to);
      if (joint.joined[from] != joint.joined[to]) joint.joined[from] = joint.joined[to] = true;
    }
  // Rates multiply, so their logarithms add; with them known, offsets add once each is stretched to the
  // master's clock.
  std::vector<double> measured, within;
  for (const Tie& tie : ties) {
    measured.push_back(std::log1p(tie.slope));
    within.push_back(tie.slope_95);
    on_ways += joint.joined[static_cast<std::size_t>(tie.from)];
  }
  const std::vector<double> rates = settle(ties, measured, within, joint.joined, master);
  for (std::size_t k = 0; k < ties.size(); ++k) {
    measured[k] = ties[k].offset_s * std::exp(rates[static_cast<std::size_t>(ties[k].from)]);
    within[k] = ties[k].offset_95_s;
  }
  const std::vector<double> offsets = settle(ties, measured, within, joint.joined, master);
  for (std::size_t c = 0; c < n; ++c)
    if (joint.joined[c]) joint.lines[c].offset_s = offsets[c], joint.lines[c].slope = std::expm1(rates[c]);
  const auto nodes = static_cast<std::size_t>(std::count(joint.joined.begin(), joint.joined.end(), true));
  if (on_ways + 1 <= nodes) return joint;  // a tree disagrees with nothing
  for (std::size_t k = 0; k < ties.size(); ++k) {
    if (!joint.joined[static_cast<std::size_t>(ties[k].from)]) continue;
    const double said =
        offsets[static_cast<std::size_t>(ties[k].to)] - offsets[static_cast<std::size_t>(ties[k].from)];
    joint.closing_s = std::max(joint.closing_s, std::abs(said - measured[k]));
  }
  return joint;
}

}  // namespace firstchair::cut
