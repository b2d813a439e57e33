#include "engine/stats/student.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace firstchair::stats {
namespace {

// ln Gamma(x) for x > 0: Stirling's series from 10 up, the recurrence below.
double log_gamma(double x) {
  double shift = 0;
  for (; x < 10; ++x) shift += std::log(x);
  const double y = 1 / (x * x);
  const double series = (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y / 1680))) / x;
  return (x - 0.5) * std::log(x) - x + 0.5 * std::log(2 * std::numbers::pi) + series - shift;
}

// The continued fraction of the incomplete beta function, by Lentz's method.
double beta_fraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  const auto apart = [](double v) { return std::abs(v) < kTiny ? kTiny : v; };
  double c = 1, d = 1 / apart(1 - (a + b) * x / (a + 1)), value = d;
  for (int m = 1; m <= 500; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / apart(1 + even * d);
    c = apart(1 + even / c);
    value *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / apart(1 + odd * d);
    c = apart(1 + odd / c);
    value *= d * c;
    if (std::abs(d * c - 1) < 1e-14) break;
  }
  return value;
}

}  // namespace

Student::Student(double df) : df_(std::clamp(df, 1.0, 1e6)) {
  log_beta_ = log_gamma(df_ / 2) + log_gamma(0.5) - log_gamma(df_ / 2 + 0.5);
}

double Student::density(double x) const {
  return std::exp(-(df_ + 1) / 2 * std::log1p(x * x / df_) - log_beta_) / std::sqrt(df_);
}

double Student::below(double x) const {
  // The tail beyond |x| is half the incomplete beta function I_z(df/2, 1/2) at z = df / (df + x^2).
  const double z = df_ / (df_ + x * x), rest = x * x / (df_ + x * x);
  if (rest == 0) return 0.5;
  const double a = df_ / 2, b = 0.5;
  const double front = std::exp(a * std::log(z) + b * std::log(rest) - log_beta_);
  const double whole = z < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, z) / a
                                                 : 1 - front * beta_fraction(b, a, rest) / b;
  return x < 0 ? whole / 2 : 1 - whole / 2;
}

}  // namespace firstchair::stats
