#include "engine/stats/stats.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace firstchair::stats {
namespace {

constexpr double kMostRho = 0.9;
constexpr double kLeastKurtosis = 3;

}  // namespace

double Sample::mean_error() const {
  return n > 0 ? sd / std::sqrt(n_mean()) : 0;
}

double Sample::log_sd_error() const {
  return n > 1 ? std::sqrt((kurtosis - 1) / (4 * n_var)) : 0;
}

Sample describe(std::span<const double> x, int fitted) {
  Sample s;
  s.n = static_cast<int>(x.size());
  if (s.n == 0) return s;
  for (const double v : x) s.mean += v;
  s.mean /= s.n;
  double m2 = 0, m4 = 0, cross = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double d = x[i] - s.mean, square = d * d;
    m2 += square;
    m4 += square * square;
    if (i > 0) cross += d * (x[i - 1] - s.mean);
  }
  if (s.n < 2 || !(m2 > 0)) return s;
  s.sd = std::sqrt(m2 / (s.n - 1));
  s.kurtosis = std::max(kLeastKurtosis, m4 * s.n / (m2 * m2));
  const double rho = cross / m2;
  s.rho = std::clamp(rho + (fitted + (3 + fitted) * rho) / s.n, 0.0, kMostRho);
  s.n_var = s.n * (1 - s.rho * s.rho) / (1 + s.rho * s.rho);
  return s;
}

double variance_worth(std::span<const double> x, int lags) {
  const auto n = static_cast<double>(x.size());
  double mean = 0, squares = 0, sum = 0;
  for (const double v : x) mean += v / n;
  for (const double v : x) squares += (v - mean) * (v - mean);
  if (!(squares > 0)) return n;
  for (std::size_t lag = 1; lag <= static_cast<std::size_t>(lags) && lag < x.size(); ++lag) {
    double cross = 0;
    for (std::size_t i = lag; i < x.size(); ++i) cross += (x[i] - mean) * (x[i - lag] - mean);
    const double rho = cross / squares;
    sum += rho * rho - 1 / n;
  }
  return n / (1 + 2 * std::max(0.0, sum));
}

double t_quantile(double df) {
  // Cornish-Fisher expansion about the normal quantile; within 0.5 % from 3 degrees of freedom up.
  const double z = 1.959964, v = std::max(df, 2.0);
  const double z2 = z * z;
  const double a = z * (z2 + 1) / 4;
  const double b = z * ((5 * z2 + 16) * z2 + 3) / 96;
  const double c = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
  const double d = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
  return z + (a + (b + (c + d / v) / v) / v) / v;
}

Interval mean_interval(const Sample& s, double extra_sd) {
  const double half = std::hypot(t_quantile(s.n_mean() - 1) * s.mean_error(), 1.959964 * extra_sd);
  return {s.mean - half, s.mean + half};
}

Interval sd_interval(const Sample& s) {
  const double reach = std::exp(1.96 * s.log_sd_error());
  return {s.sd / reach, s.sd * reach};
}

Interval wilson(double count, double n) {
  const double z = 1.959964, share = count / n, z2n = z * z / n;
  const double centre = share + z2n / 2;
  const double half = z * std::sqrt(share * (1 - share) / n + z2n / (4 * n));
  return {std::max(0.0, (centre - half) / (1 + z2n)), std::min(1.0, (centre + half) / (1 + z2n))};
}

double median(std::span<const double> x) {
  if (x.empty()) return 0;
  std::vector<double> sorted(x.begin(), x.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  if (sorted.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(sorted.begin(), middle)) / 2;
}

Interval robust_core(std::span<const double> x, double least) {
  const double centre = median(x);
  std::vector<double> away(x.size());
  std::transform(x.begin(), x.end(), away.begin(), [&](double v) { return std::abs(v - centre); });
  const double reach = 4 * std::max(1.4826 * median(away), least);
  return {centre - reach, centre + reach};
}

double normal_cdf(double x) {
  return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

double poisson_at_least(int count, double mean) {
  double term = std::exp(-mean), below = 0;
  for (int k = 0; k < count; ++k) {
    below += term;
    term *= mean / (k + 1);
  }
  return 1 - below;
}

}  // namespace firstchair::stats
