// These statistics stand under every number: moments, autocorrelation and the intervals that allow for it.
//
// A drummer's errors hang together from stroke to stroke, so n strokes are worth fewer. With lag-1
// autocorrelation r the mean of n strokes is as sure as that of n (1-r)/(1+r) independent ones, their
// variance as that of n (1-r^2)/(1+r^2) (Bartlett's formula for a first-order process). All intervals are 95
// %.
#pragma once

#include <span>

namespace firstchair::stats {

struct Interval {
  double low = 0, high = 0;
};

struct Sample {
  int n = 0;
  double mean = 0;
  double sd = 0;        // divisor n - 1
  double kurtosis = 3;  // 3 is normal; never taken for less
  double rho = 0;       // lag-1 autocorrelation in order of the values, bias-corrected, 0..0.9
  double n_var = 0;     // independent values that would tell the variance as well

  double n_mean() const { return n * (1 - rho) / (1 + rho); }
  // mean_error() is the standard error of the mean, log_sd_error() that of ln sd.
  double mean_error() const;
  double log_sd_error() const;
};

// `x` is in the order played. `fitted` says how many parameters were taken out of x before (1: its mean),
// which lowers the autocorrelation of what is left.
Sample describe(std::span<const double> x, int fitted = 1);

// Returns n_var of values that hang together in any way over up to `lags` neighbours: n / (1 + 2 sum
// rho_k^2), where each rho_k^2 is taken less the 1 / n it would be by chance. Residuals about a local mean
// need it: they are negatively correlated near by.
double variance_worth(std::span<const double> x, int lags);

// Returns half the width of a 95 % t interval, in standard errors. df is at least 2 and need not be whole.
double t_quantile(double df);
// `extra_sd` is an uncertainty of the instrument that no number of strokes reduces; it is added in
// quadrature.
Interval mean_interval(const Sample& sample, double extra_sd = 0);
Interval sd_interval(const Sample& sample);
// Returns Wilson's score interval of a share, where 0 <= count <= n and n > 0.
Interval wilson(double count, double n);

double median(std::span<const double> x);
// Returns the bounds of the robust core: the values within 4 robust standard deviations (1.4826 MAD, at least
// `least`) of the median.
Interval robust_core(std::span<const double> x, double least);

// Returns the probability that a standard normal is below x.
double normal_cdf(double x);

// Returns the probability of `count` events or more when `mean` are expected (Poisson).
double poisson_at_least(int count, double mean);

}  // namespace firstchair::stats
