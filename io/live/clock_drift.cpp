#include "io/live/clock_drift.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace firstchair::io {
namespace {

constexpr std::size_t kMedians = 32;  // pairs that vote on the first line
constexpr double kTukey = 4.685;      // robust standard deviations at which a pair has no weight
constexpr int kTurns = 4;
constexpr double kPpm = 1e6;

double median(std::span<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

void ClockDrift::push(double frame, double behind) {
  if (count_ == kPairs) {
    pairs_[first_] = {frame, behind};
    first_ = (first_ + 1) % kPairs;
  } else {
    pairs_[(first_ + count_++) % kPairs] = {frame, behind};
  }
  fit();
}

double ClockDrift::repeated_median() const {
  const std::size_t votes = std::min(count_, kMedians);
  std::array<double, kMedians> slopes{}, medians{};
  for (std::size_t i = 0; i < votes; ++i) {
    const Pair& one = pair(i * count_ / votes);
    std::size_t filled = 0;
    for (std::size_t j = 0; j < votes; ++j) {
      const Pair& other = pair(j * count_ / votes);
      if (i != j && other.frame != one.frame)
        slopes[filled++] = (other.behind - one.behind) / (other.frame - one.frame);
    }
    medians[i] = filled > 0 ? median(std::span(slopes).first(filled)) : 0;
  }
  return median(std::span(medians).first(votes));
}

void ClockDrift::fit() {
  drift_ = {.pairs = static_cast<int>(count_)};
  drift_.at = pair(count_ - 1).frame;
  drift_.behind = pair(count_ - 1).behind;
  if (count_ < 3) return;
  std::array<double, kPairs> rest{};
  const auto rests = [&](double slope, double level) {
    for (std::size_t i = 0; i < count_; ++i)
      rest[i] = pair(i).behind - level - slope * (pair(i).frame - drift_.at);
  };
  double slope = repeated_median(), level = 0, weights = 0, sxx = 0;
  rests(slope, 0);
  level = median(std::span(rest).first(count_));
  double sd = 0;
  for (int turn = 0; turn < kTurns; ++turn) {
    rests(slope, level);
    std::array<double, kPairs> size = rest;
    for (std::size_t i = 0; i < count_; ++i) size[i] = std::abs(size[i]);
    sd = std::max(kSurest, 1.4826 * median(std::span(size).first(count_)));
    double w = 0, x = 0, y = 0;
    const auto weight = [&](std::size_t i) {
      const double u = rest[i] / (kTukey * sd);
      return std::abs(u) < 1 ? (1 - u * u) * (1 - u * u) : 0.0;
    };
    for (std::size_t i = 0; i < count_; ++i) {
      w += weight(i);
      x += weight(i) * (pair(i).frame - drift_.at);
      y += weight(i) * pair(i).behind;
    }
    if (!(w > 0)) break;
    x /= w, y /= w;
    double xx = 0, xy = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      const double dx = pair(i).frame - drift_.at - x;
      xx += weight(i) * dx * dx;
      xy += weight(i) * dx * (pair(i).behind - y);
    }
    if (!(xx > 0)) break;
    slope = xy / xx;
    level = y - slope * x;
    weights = w;
    sxx = xx;
  }
  drift_.behind = level;
  drift_.ppm = kPpm * slope;
  drift_.sd = sd;
  if (static_cast<int>(count_) < kFewest || !(sxx > 0) || weights < 4) return;
  // Few pairs say little about their own spread: t's tails, roughly.
  const double t = 1.96 + 5 / (weights - 2);
  const double half = kPpm * t * sd / std::sqrt(sxx);
  drift_.low = drift_.ppm - half;
  drift_.high = drift_.ppm + half;
  drift_.known = true;
}

}  // namespace firstchair::io
