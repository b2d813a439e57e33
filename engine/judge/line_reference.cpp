#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/judge/layer_strokes.h"
#include "engine/stats/stats.h"

namespace firstchair::judge {
namespace {

// Half of the weight lies on either side; between two values of equal halves, their mean.
double weighted_median(std::vector<std::pair<double, double>> values) {
  std::sort(values.begin(), values.end());
  double total = 0, below = 0;
  for (const auto& [value, weight] : values) total += weight;
  for (std::size_t i = 0; i < values.size(); ++i) {
    below += values[i].second;
    if (below > total / 2 * (1 + 1e-9)) return values[i].first;
    if (below >= total / 2 * (1 - 1e-9) && i + 1 < values.size())
      return (values[i].first + values[i + 1].first) / 2;
  }
  return 0;
}

// The mean of all lines near the middle one: the middle of three leans to the side of one that is far out.
double near_the_middle(const std::array<double, kLineCount>& leans,
                       const std::array<double, kLineCount>& counts, double middle) {
  double sum = 0, n = 0;
  for (std::size_t l = 0; l < leans.size(); ++l) {
    if (!(counts[l] > 0) || std::abs(leans[l] - middle) > kNearMiddle) continue;
    sum += leans[l] * counts[l];
    n += counts[l];
  }
  return n > 0 ? sum / n : middle;
}

}  // namespace

// Every line's lean: the middle of its places' middles. The reference is the middle line.
void LayerStrokes::settle_reference() {
  std::array<std::vector<std::vector<double>>, kLineCount> at;
  std::array<int, kLineCount> n{};
  for (auto& line : at) line.resize(slots.size());
  for (const LayerStroke& s : strokes) {
    at[static_cast<std::size_t>(s.line)][static_cast<std::size_t>(s.slot)].push_back(s.left);
    ++n[static_cast<std::size_t>(s.line)];
  }
  std::vector<std::pair<double, double>> middles;  // lean, bars in which the line plays
  for (std::size_t l = 0; l < at.size(); ++l) {
    std::vector<std::pair<double, double>> places;
    for (const auto& slot : at[l]) {
      if (!slot.empty()) places.emplace_back(stats::median(slot), static_cast<double>(slot.size()));
    }
    leans_now_[l] = weighted_median(places);
    if (n[l] > 0) middles.emplace_back(leans_now_[l] + line_taken_[l], bars_with[l]);
  }
  std::array<double, kLineCount> total{}, counts{};
  for (std::size_t l = 0; l < n.size(); ++l) total[l] = leans_now_[l] + line_taken_[l], counts[l] = n[l];
  const double reference = near_the_middle(total, counts, weighted_median(middles));
  for (double& lean : leans_now_) lean -= reference;
  for (LayerStroke& s : strokes) s.slow += reference, s.left -= reference;
  clear_of_kit();
}

// What a line's strokes share with the other lines about their quarter.
void LayerStrokes::clear_of_kit() {
  const std::size_t all = static_cast<std::size_t>(bar_count * quarters);
  std::vector<double> sum(all, 0), count(all, 0);
  const auto at = [&](const LayerStroke& s) {
    return static_cast<std::size_t>(s.bar * quarters + s.quarter);
  };
  const auto own = [&](const LayerStroke& s) {
    return s.left - leans_now_[static_cast<std::size_t>(s.line)];
  };
  for (const LayerStroke& s : strokes) sum[at(s)] += own(s), ++count[at(s)];
  clear.assign(strokes.size(), 0);
  for (int line = 0; line < kLineCount; ++line) {
    std::vector<double> mine(all, 0), n(all, 0);
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < strokes.size(); ++i) {
      if (strokes[i].line != line) continue;
      mine[at(strokes[i])] += own(strokes[i]), ++n[at(strokes[i])];
      members.push_back(i);
    }
    if (members.empty()) continue;
    std::vector<double> others(members.size(), 0);
    double cross = 0, squares = 0;
    for (std::size_t m = 0; m < members.size(); ++m) {
      const std::size_t q = at(strokes[members[m]]);
      double total = 0, weight = 0;
      for (int d = -1; d <= 1; ++d) {
        const std::size_t k = q + static_cast<std::size_t>(d);
        if ((d < 0 && q == 0) || k >= all) continue;
        const double w = d == 0 ? 2 : 1;
        total += w * (sum[k] - mine[k]);
        weight += w * (count[k] - n[k]);
      }
      others[m] = weight > 0 ? total / weight : 0;
      cross += others[m] * own(strokes[members[m]]);
      squares += others[m] * others[m];
    }
    const double share = squares > 0 ? std::clamp(cross / squares, 0.0, 1.0) : 0;
    for (std::size_t m = 0; m < members.size(); ++m)
      clear[members[m]] = strokes[members[m]].left - share * others[m];
  }
}

// A line's lean: what was found of it as a layer, and the mean of what is left.
void LayerStrokes::leans(Layers& layers) const {
  std::array<double, kLineCount> sum{}, n{}, lean{};
  for (const Layer& layer : layers.found) {
    if (layer.kind == LayerKind::line) lean[static_cast<std::size_t>(layer.line)] += layer.ms;
  }
  const double limit = 4 * robust_spread();
  for (std::size_t i = 0; i < strokes.size(); ++i) {
    const auto l = static_cast<std::size_t>(strokes[i].line);
    if (std::abs(strokes[i].left - leans_now_[l]) > limit) continue;
    sum[l] += clear[i], ++n[l];
  }
  std::vector<std::pair<double, double>> middles;
  for (std::size_t l = 0; l < n.size(); ++l) {
    layers.has_lean[l] = n[l] > 0;
    layers.lean_ms[l] = n[l] > 0 ? lean[l] + sum[l] / n[l] : 0;
    if (n[l] > 0) middles.emplace_back(layers.lean_ms[l], bars_with[l]);
  }
  const double reference = near_the_middle(layers.lean_ms, n, weighted_median(middles));
  for (std::size_t l = 0; l < n.size(); ++l) {
    if (n[l] > 0) layers.lean_ms[l] -= reference;
  }
}

}  // namespace firstchair::judge
