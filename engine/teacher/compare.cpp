#include "engine/teacher/compare.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "engine/stats/stats.h"
#include "engine/teacher/level.h"

namespace firstchair::teacher {
namespace {

constexpr int kLeastStrokes = 32;
constexpr double kSure = 0.95;
constexpr double kPower = 7.85;        // (1.96 + 0.84)^2
constexpr double kLeastTakeSd = 0.05;  // of ln spread, from take to take
constexpr int kMostTakes = 99;

double n_var(const KeptLine& line) {
  return line.n * (1 - line.rho * line.rho) / (1 + line.rho * line.rho);
}
double n_mean(const KeptLine& line) {
  return std::max(2.0, line.n * (1 - line.rho) / (1 + line.rho));
}
double log_variance(const KeptLine& line) {
  return (std::max(2.5, line.kurtosis) - 1) / (4 * std::max(2.0, n_var(line)));
}

// Of the mean: from its own interval where there is one (drift and hang-together are in it; the instrument's
// offset, which both takes share, is not), else as if the residuals were all.
double mean_variance(const KeptLine& line) {
  if (line.mean_high > line.mean_low) {
    const double error = (line.mean_high - line.mean_low) / (2 * 1.959964);
    return std::max(error * error - line.bias_sd_ms * line.bias_sd_ms, 1e-9);
  }
  return line.spread_ms * line.spread_ms / n_mean(line);
}

struct Sum {
  double squares = 0;
  int n = 0;
};

double log_mean(const Sum& sum) {
  return std::log(std::max(sum.squares, 1e-9) / std::max(1, sum.n));
}

}  // namespace

double strokes_needed(double ratio, double kurtosis, double rho) {
  const double l = std::log(ratio);
  if (!(std::abs(l) > 1e-9)) return 0;
  return kPower * (kurtosis - 1) / 2 / (l * l) * (1 + rho * rho) / (1 - rho * rho);
}

double shuffle_by_bar(std::span<const BarResidual> before, std::span<const BarResidual> after,
                      const ShuffleConfig& config) {
  std::map<int, std::pair<Sum, Sum>> bars;
  for (const BarResidual& r : before) {
    Sum& sum = bars[r.bar].first;
    sum.squares += r.ms * r.ms;
    ++sum.n;
  }
  for (const BarResidual& r : after) {
    Sum& sum = bars[r.bar].second;
    sum.squares += r.ms * r.ms;
    ++sum.n;
  }
  std::erase_if(bars, [](const auto& bar) { return bar.second.first.n == 0 || bar.second.second.n == 0; });
  if (bars.size() < 4) return 1;
  std::mt19937_64 random(config.seed);
  const auto difference = [&](bool shuffle) {
    Sum a, b;
    std::uint64_t bits = 0;
    int left = 0;
    for (const auto& [bar, pair] : bars) {
      if (shuffle && left-- == 0) bits = random(), left = 63;
      const bool swap = shuffle && (bits & 1) != 0;
      bits >>= 1;
      const Sum &first = swap ? pair.second : pair.first, &second = swap ? pair.first : pair.second;
      a.squares += first.squares;
      a.n += first.n;
      b.squares += second.squares;
      b.n += second.n;
    }
    return std::abs(log_mean(a) - log_mean(b));
  };
  const double seen = difference(false);
  int as_far = 1;
  for (int i = 0; i < config.shuffles; ++i) as_far += difference(true) >= seen - 1e-12;
  return static_cast<double>(as_far) / (config.shuffles + 1);
}

Comparison compare_lines(const KeptLine& before, const KeptLine& after,
                         std::span<const BarResidual> residuals_before,
                         std::span<const BarResidual> residuals_after, const ShuffleConfig& config) {
  Comparison c;
  c.line = before.line;
  c.before_ms = before.spread_ms;
  c.after_ms = after.spread_ms;
  c.mean_before = before.mean_ms;
  c.mean_after = after.mean_ms;
  if (std::min(before.n, after.n) < kLeastStrokes) return c;
  if (before.spread_ms > 0 && after.spread_ms > 0) {
    const double l = std::log(after.spread_ms / before.spread_ms);
    const double se = std::sqrt(log_variance(before) + log_variance(after));
    c.ratio = std::exp(l);
    c.ratio_low = std::exp(l - 1.96 * se);
    c.ratio_high = std::exp(l + 1.96 * se);
    bool real = std::abs(l) > 1.96 * se;
    if (!residuals_before.empty() && !residuals_after.empty()) {
      c.chance = shuffle_by_bar(residuals_before, residuals_after, config);
      real = real && c.chance < 1 - kSure;
    }
    c.spread = real ? Change::real : Change::not_shown;
    const double kurtosis = std::max({2.5, before.kurtosis, after.kurtosis});
    const double strokes = strokes_needed(c.ratio, kurtosis, std::max(before.rho, after.rho));
    if (!real && strokes > 0) {
      const double takes = std::ceil(strokes / std::min(before.n, after.n));
      c.takes_needed = takes > kMostTakes ? 0 : std::max(2, static_cast<int>(takes));
    }
  }
  if (before.spread_ms > 0 && after.spread_ms > 0) {
    const double va = mean_variance(before), vb = mean_variance(after);
    const double freedom =
        (va + vb) * (va + vb) / (va * va / (n_mean(before) - 1) + vb * vb / (n_mean(after) - 1));
    const double half = stats::t_quantile(freedom) * std::sqrt(va + vb);
    c.moved = after.mean_ms - before.mean_ms;
    c.moved_low = c.moved - half;
    c.moved_high = c.moved + half;
    c.mean = c.moved_low > 0 || c.moved_high < 0 ? Change::real : Change::not_shown;
  }
  return c;
}

bool alike(const KeptTake& before, const KeptTake& after) {
  return before.item == after.item && before.kit == after.kit && before.click == after.click &&
         before.bpm > 0 && std::abs(after.bpm / before.bpm - 1) <= 0.01;
}

std::vector<Comparison> compare_takes(const KeptTake& before, const KeptTake& after) {
  std::vector<Comparison> all;
  const bool like = alike(before, after);
  for (const KeptLine& a : before.lines) {
    for (const KeptLine& b : after.lines) {
      if (a.line != b.line) continue;
      Comparison c = compare_lines(a, b);
      if (!like) c.spread = c.mean = Change::not_like;
      all.push_back(c);
    }
  }
  return all;
}

Progress progress_of(const History& history, std::string_view item, Line line) {
  struct Point {
    double t, y, v, ms;
  };
  Progress progress;
  progress.line = line;
  const KeptTake* last = nullptr;
  for (const KeptTake& take : history.takes) {
    if (take.item == item && counts(take) && take.click) last = &take;
  }
  if (last == nullptr) return progress;
  std::vector<Point> points;
  std::set<std::int64_t> days;
  for (const KeptTake& take : history.takes) {
    if (take.item != item || !counts(take) || !take.click || take.kit != last->kit) continue;
    if (std::abs(take.bpm / last->bpm - 1) > 0.02) continue;
    for (const KeptLine& l : take.lines) {
      if (l.line != line || l.n < kLeastStrokes || !(l.spread_ms > 0)) continue;
      points.push_back(
          {static_cast<double>(points.size()), std::log(l.spread_ms), log_variance(l), l.spread_ms});
      days.insert(static_cast<std::int64_t>(static_cast<double>(take.began_s) / kDayS));
    }
  }
  progress.takes = static_cast<int>(points.size());
  progress.days = static_cast<int>(days.size());
  if (points.size() < 3) return progress;
  const auto fit = [&](double between) {
    double w = 0, wt = 0, wy = 0;
    for (const Point& p : points) {
      const double k = 1 / (p.v + between);
      w += k, wt += k * p.t, wy += k * p.y;
    }
    double tt = 0, ty = 0;
    for (const Point& p : points) {
      const double k = 1 / (p.v + between);
      tt += k * (p.t - wt / w) * (p.t - wt / w);
      ty += k * (p.t - wt / w) * (p.y - wy / w);
    }
    struct Fit {
      double slope, centre, at, error;
    };
    return Fit{ty / tt, wy / w, wt / w, std::sqrt(1 / tt)};
  };
  // Between takes: what is left about the line beyond the takes' own errors.
  const auto first = fit(0);
  double q = 0, w = 0, w2 = 0;
  for (const Point& p : points) {
    const double r = p.y - first.centre - first.slope * (p.t - first.at);
    q += r * r / p.v;
    w += 1 / p.v;
    w2 += 1 / (p.v * p.v);
  }
  const double freedom = static_cast<double>(points.size()) - 2;
  const double between = std::max(kLeastTakeSd * kLeastTakeSd, (q - freedom) / (w - w2 / w));
  const auto line_fit = fit(between);
  progress.before_ms = std::exp(line_fit.centre + line_fit.slope * (points.front().t - line_fit.at));
  progress.after_ms = std::exp(line_fit.centre + line_fit.slope * (points.back().t - line_fit.at));
  // Few takes know the variance between them badly: where there is any, widened as Student's t is.
  const double widened =
      line_fit.error * (q > freedom ? stats::t_quantile(std::max(2.0, freedom)) / 1.959964 : 1);
  progress.probability = stats::normal_cdf(-line_fit.slope / widened);
  progress.shown = progress.probability > kSure || progress.probability < 1 - kSure;
  return progress;
}

}  // namespace firstchair::teacher
