#include "lab/onset_score.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace firstchair::lab {

std::vector<std::pair<std::size_t, std::size_t>> match(const std::vector<double>& truth,
                                                       const std::vector<double>& heard, double window) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  std::size_t t = 0, h = 0;
  while (t < truth.size() && h < heard.size()) {
    if (std::abs(truth[t] - heard[h]) <= window) {
      pairs.emplace_back(t++, h++);
    } else if (truth[t] < heard[h]) {
      ++t;
    } else {
      ++h;
    }
  }
  return pairs;
}

std::vector<std::pair<std::size_t, std::size_t>> match_nearest(const std::vector<double>& truth,
                                                               const std::vector<double>& heard,
                                                               double window) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  std::vector<std::size_t> truth_left(truth.size()), heard_left(heard.size());
  std::iota(truth_left.begin(), truth_left.end(), std::size_t{0});
  std::iota(heard_left.begin(), heard_left.end(), std::size_t{0});
  for (const double within : {0.002, 0.005, 0.01, 0.025, 0.05}) {
    if (within > window) break;
    std::vector<double> t, h;
    for (const std::size_t i : truth_left) t.push_back(truth[i]);
    for (const std::size_t i : heard_left) h.push_back(heard[i]);
    std::vector<bool> t_used(t.size()), h_used(h.size());
    for (const auto& [a, b] : match(t, h, within)) {
      pairs.emplace_back(truth_left[a], heard_left[b]);
      t_used[a] = h_used[b] = true;
    }
    const auto keep = [](std::vector<std::size_t>& left, const std::vector<bool>& used) {
      std::vector<std::size_t> rest;
      for (std::size_t i = 0; i < left.size(); ++i) {
        if (!used[i]) rest.push_back(left[i]);
      }
      left = rest;
    };
    keep(truth_left, t_used);
    keep(heard_left, h_used);
  }
  return pairs;
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const std::size_t rank =
      std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(rank), values.end());
  return values[rank];
}

double spearman(const std::vector<double>& a, const std::vector<double>& b) {
  const auto ranks = [](const std::vector<double>& v) {
    std::vector<std::size_t> order(v.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return v[x] < v[y]; });
    std::vector<double> rank(v.size());
    for (std::size_t i = 0; i < order.size();) {
      std::size_t j = i;
      while (j < order.size() && v[order[j]] == v[order[i]]) ++j;
      for (std::size_t k = i; k < j; ++k) rank[order[k]] = static_cast<double>(i + j - 1) / 2;
      i = j;
    }
    return rank;
  };
  if (a.size() < 3) return 0;
  const std::vector<double> ra = ranks(a), rb = ranks(b);
  const double mean = static_cast<double>(a.size() - 1) / 2;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < ra.size(); ++i) {
    ab += (ra[i] - mean) * (rb[i] - mean);
    aa += (ra[i] - mean) * (ra[i] - mean);
    bb += (rb[i] - mean) * (rb[i] - mean);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

}  // namespace firstchair::lab
