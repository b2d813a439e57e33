#include "apps/chairs/takes_apart.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace firstchair::audition {
namespace {

constexpr double kZ = 1.959964;

// The difference of ln z of two takes, and its variance by their strokes.
struct Pair {
  double squared = 0, variance = 0;
};

// Chi squared by Wilson and Hilferty; within 1 % from 10 degrees of freedom on.
double chi_squared(double z, double df) {
  const double a = 2 / (9 * df), x = 1 - a + z * std::sqrt(a);
  return df * x * x * x;
}

// What tau squared must be for the pairs' sum of squares over variance to be `wanted`.
double tau_squared_at(const std::vector<Pair>& pairs, double wanted) {
  const auto q = [&](double tau2) {
    double sum = 0;
    for (const Pair& p : pairs) sum += p.squared / (p.variance + 2 * tau2);
    return sum;
  };
  if (q(0) <= wanted) return 0;
  double low = 0, high = 1;
  while (q(high) > wanted) high *= 2;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (q(middle) > wanted ? low : high) = middle;
  }
  return high;
}

}  // namespace

TakesApart takes_apart(std::span<const KeptTake> takes, int days) {
  std::map<std::string, std::vector<const KeptTake*>> items;
  for (const KeptTake& take : takes) {
    if (counts(take) && !take.item.empty() && take.z > 0 && take.z_low > 0 && take.z_high > take.z_low)
      items[take.item].push_back(&take);
  }
  std::vector<Pair> pairs;
  for (auto& [item, of] : items) {
    std::stable_sort(of.begin(), of.end(),
                     [](const KeptTake* a, const KeptTake* b) { return a->began_s < b->began_s; });
    for (std::size_t i = 1; i < of.size(); ++i) {
      const KeptTake &a = *of[i - 1], &b = *of[i];
      if (b.began_s - a.began_s > std::int64_t{86400} * days) continue;
      const double d = std::log(a.z / b.z);
      const double ea = std::log(a.z_high / a.z_low) / (2 * kZ), eb = std::log(b.z_high / b.z_low) / (2 * kZ);
      pairs.push_back({d * d, ea * ea + eb * eb});
    }
  }
  TakesApart told{.pairs = static_cast<int>(pairs.size())};
  if (pairs.empty()) return told;
  double q = 0, weights = 0;
  for (const Pair& p : pairs) q += p.squared / p.variance, weights += 1 / p.variance;
  const double k = told.pairs;
  told.tau = std::sqrt(std::max(0.0, (q - k) / (2 * weights)));
  // Pairs that follow one another share a take, so they are worth two thirds as many (their differences
  // correlate by -1/2).
  const double worth = std::max(2.0, k * 2 / 3);
  told.low = std::sqrt(tau_squared_at(pairs, k / worth * chi_squared(kZ, worth)));
  told.high = std::sqrt(tau_squared_at(pairs, k / worth * chi_squared(-kZ, worth)));
  return told;
}

}  // namespace firstchair::audition
