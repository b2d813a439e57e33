#include "engine/teacher/breaking_tempo.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/stats/stats.h"

namespace firstchair::teacher {
namespace {

constexpr double kStep = 1.0 / 36;  // oct
constexpr int kTempi = 98;          // 40 to 260 a minute
constexpr std::array kSigmas{0.03, 0.05, 0.08, 0.12, 0.18};
constexpr std::array kLapses{0.0, 0.03, 0.08, 0.15};
constexpr std::array kSlopes{0.4, 0.6, 0.9, 1.4, 2.1, 3.2, 4.8, 7.2};  // of ln spread, an octave
struct Floor {
  double z, weight;
};
constexpr std::array kFloors{Floor{0, 0.5}, Floor{0.25, 0.25}, Floor{0.45, 0.25}};
constexpr double kMeasured = 0.06;  // SD of ln z from the number of strokes alone
constexpr std::size_t kMus = kTempi, kS = kSigmas.size(), kL = kLapses.size(), kB = kSlopes.size(),
                      kF = kFloors.size();
constexpr double kGuess = 0.01;
constexpr double kFreedom = 5;       // of Student's t: one take in twenty is far off
constexpr double kKnownSigma = 0.4;  // SD of ln sigma about the player's own
constexpr int kFree = 3;             // first proposals, not held inside T25..T95
constexpr int kEasyEvery = 4;
// Posterior SDs by which proposals stay below the estimated T25: what is not yet known is not tried out
// above. Without spreads a limit is only found from above it, so there is no caution then.
constexpr double kCaution = 1;
constexpr double kZ25 = 0.674490, kZ85 = 1.16, kZ95 = 1.644854;

double lowest() {
  static const double log2_40 = std::log2(40.0);
  return log2_40;
}
double mu_at(double index) {
  return lowest() + kStep * index;
}

double clean_probability(double mu_minus_x, double sigma, double lapse) {
  return kGuess + (1 - kGuess - lapse) * stats::normal_cdf(mu_minus_x / sigma);
}

double entropy(double p) {
  const double q = 1 - p;
  return -(p > 0 ? p * std::log(p) : 0) - (q > 0 ? q * std::log(q) : 0);
}

// P(clean) and its entropy by distance in steps: the same for every pair of tempi that far apart.
struct Outcomes {
  static constexpr int kReach = kTempi - 1;
  std::array<std::array<double, 2 * kReach + 1>, kS * kL> clean{}, doubt{};

  Outcomes() {
    for (std::size_t s = 0; s < kS; ++s) {
      for (std::size_t l = 0; l < kL; ++l) {
        for (int d = -kReach; d <= kReach; ++d) {
          const double p = clean_probability(d * kStep, kSigmas[s], kLapses[l]);
          clean[s * kL + l][static_cast<std::size_t>(d + kReach)] = p;
          doubt[s * kL + l][static_cast<std::size_t>(d + kReach)] = entropy(p);
        }
      }
    }
  }
};

const Outcomes& outcomes() {
  static const Outcomes table;
  return table;
}

// ln z, and how fast it rises with x.
struct Curve {
  double log_z, slope;
};
Curve curve_at(double x_minus_mu, double slope, double floor) {
  const double rising = (1 - floor * floor) * std::exp(2 * slope * x_minus_mu);
  const double square = floor * floor + rising;
  return {std::log(square) / 2, slope * rising / square};
}

double log_student(double residual, double scale) {
  const double r = residual / scale;
  return -std::log(scale) - (kFreedom + 1) / 2 * std::log1p(r * r / kFreedom);
}

}  // namespace

BreakingTempo::BreakingTempo(const LimitConfig& config)
    : config_(config),
      spread_log_(kS * kB * kF * kMus, 0),
      outcome_log_(kS * kL * kMus, 0),
      prior_log_(kS * kMus, 0),
      posterior_(kS * kL * kMus, 0) {
  const double centre = std::log2(std::clamp(config_.prior_bpm, 40.0, 260.0));
  for (std::size_t s = 0; s < kS; ++s) {
    const double off =
        config_.prior_sigma_oct > 0 ? std::log(kSigmas[s] / config_.prior_sigma_oct) / kKnownSigma : 0;
    for (std::size_t m = 0; m < kMus; ++m) {
      const double r = (mu_at(static_cast<double>(m)) - centre) / config_.prior_sd_oct;
      prior_log_[s * kMus + m] = -(r * r + off * off) / 2;
    }
  }
  gather();
}

void BreakingTempo::weigh(const LimitTrial& trial) {
  const double x = std::log2(trial.bpm);
  const bool spread = config_.use_spread && trial.log_spread.has_value();
  if (spread) {
    for (std::size_t shape = 0; shape < kB * kF; ++shape) {
      for (std::size_t m = 0; m < kMus; ++m) {
        const Curve curve =
            curve_at(x - mu_at(static_cast<double>(m)), kSlopes[shape / kF], kFloors[shape % kF].z);
        for (std::size_t s = 0; s < kS; ++s)
          spread_log_[(s * kB * kF + shape) * kMus + m] +=
              log_student(*trial.log_spread - curve.log_z, std::hypot(curve.slope * kSigmas[s], kMeasured));
      }
    }
  }
  for (std::size_t s = 0; s < kS; ++s) {
    for (std::size_t l = 0; l < kL; ++l) {
      double* row = &outcome_log_[(s * kL + l) * kMus];
      for (std::size_t m = 0; m < kMus; ++m) {
        if (spread) {
          row[m] += std::log(1 - kLapses[l]);  // what is left to say: it was no lapse
          continue;
        }
        const double p = clean_probability(mu_at(static_cast<double>(m)) - x, kSigmas[s], kLapses[l]);
        row[m] += std::log(trial.clean ? p : 1 - p);
      }
    }
  }
}

void BreakingTempo::gather() {
  std::vector<double> spread(kS * kMus, 0);  // ln of the sum over slopes and floors
  for (std::size_t s = 0; s < kS; ++s) {
    for (std::size_t m = 0; m < kMus; ++m) {
      const auto at = [&](std::size_t shape) { return spread_log_[(s * kB * kF + shape) * kMus + m]; };
      double most = -1e300, sum = 0;
      for (std::size_t shape = 0; shape < kB * kF; ++shape) most = std::max(most, at(shape));
      for (std::size_t shape = 0; shape < kB * kF; ++shape)
        sum += kFloors[shape % kF].weight * std::exp(at(shape) - most);
      spread[s * kMus + m] = most + std::log(sum);
    }
  }
  double most = -1e300;
  for (std::size_t s = 0; s < kS; ++s) {
    for (std::size_t l = 0; l < kL; ++l) {
      for (std::size_t m = 0; m < kMus; ++m) {
        double& at = posterior_[(s * kL + l) * kMus + m];
        at = prior_log_[s * kMus + m] + spread[s * kMus + m] + outcome_log_[(s * kL + l) * kMus + m];
        most = std::max(most, at);
      }
    }
  }
  double total = 0;
  for (double& p : posterior_) total += p = std::exp(p - most);
  for (double& p : posterior_) p /= total;
}

void BreakingTempo::add(const LimitTrial& trial) {
  trials_.push_back(trial);
  weigh(trial);
  gather();
}

bool BreakingTempo::discard(std::size_t index) {
  if (index >= trials_.size()) return false;
  trials_.erase(trials_.begin() + static_cast<std::ptrdiff_t>(index));
  std::fill(spread_log_.begin(), spread_log_.end(), 0.0);
  std::fill(outcome_log_.begin(), outcome_log_.end(), 0.0);
  for (const LimitTrial& trial : trials_) weigh(trial);
  gather();
  return true;
}

Tried BreakingTempo::tried() const {
  Tried tried{.takes = static_cast<int>(trials_.size())};
  for (const LimitTrial& trial : trials_) {
    tried.broke += !trial.clean;
    if (trial.clean) tried.held_bpm = std::max(tried.held_bpm, trial.bpm);
  }
  return tried;
}

LimitEstimate BreakingTempo::estimate() const {
  std::array<double, kMus> share{};
  double sigma = 0;
  for (std::size_t s = 0; s < kS; ++s) {
    for (std::size_t l = 0; l < kL; ++l) {
      for (std::size_t m = 0; m < kMus; ++m) {
        const double p = posterior_[(s * kL + l) * kMus + m];
        share[m] += p;
        sigma += p * kSigmas[s];
      }
    }
  }
  double mean = 0, square = 0;
  for (std::size_t m = 0; m < kMus; ++m) {
    mean += share[m] * static_cast<double>(m);
    square += share[m] * static_cast<double>(m) * static_cast<double>(m);
  }
  // Each tempo of the grid stands for those up to half a step around it.
  const auto quantile = [&](double q) {
    double below = 0;
    for (std::size_t m = 0; m < kMus; ++m) {
      if (below + share[m] >= q) return mu_at(static_cast<double>(m) - 0.5 + (q - below) / share[m]);
      below += share[m];
    }
    return mu_at(kTempi - 0.5);
  };
  LimitEstimate e;
  e.log2_bpm = mu_at(mean);
  e.sd_oct = kStep * std::sqrt(std::max(0.0, square - mean * mean));
  e.sigma_oct = sigma;
  e.bpm = std::exp2(e.log2_bpm);
  e.low = std::exp2(quantile(0.025));
  e.high = std::exp2(quantile(0.975));
  e.work_bpm = std::exp2(e.log2_bpm - kZ85 * sigma);
  e.t95_bpm = std::exp2(e.log2_bpm - kZ95 * sigma);
  e.t25_bpm = std::exp2(e.log2_bpm + kZ25 * sigma);
  return e;
}

double BreakingTempo::next_bpm() const {
  const LimitEstimate now = estimate();
  const bool measured =
      config_.use_spread && std::any_of(trials_.begin(), trials_.end(),
                                        [](const LimitTrial& t) { return t.log_spread.has_value(); });
  const double caution = measured ? kCaution * now.sd_oct : 0;
  const double top = std::max(now.t95_bpm, now.t25_bpm * std::exp2(-caution));
  const auto whole = [&](double bpm) {
    // Rounded inwards, so that a rounding never leaves the range.
    const double low = std::ceil(now.t95_bpm), high = std::max(low, std::floor(top));
    return static_cast<int>(trials_.size()) < kFree ? std::round(bpm)
                                                    : std::clamp(std::round(bpm), low, high);
  };
  if (trials_.size() % kEasyEvery == kEasyEvery - 1) return whole(now.t95_bpm);

  const Outcomes& table = outcomes();
  double best = -1;
  double best_bpm = now.t95_bpm;
  for (int x = 0; x < kTempi; ++x) {
    const double bpm = std::exp2(mu_at(x));
    const bool inside = bpm >= now.t95_bpm / std::exp2(kStep / 2) && bpm <= top * std::exp2(kStep / 2);
    if (!inside) continue;
    double clean = 0, doubt = 0;
    for (std::size_t row = 0; row < kS * kL; ++row) {
      const double* p = &posterior_[row * kMus];
      const double* c = &table.clean[row][static_cast<std::size_t>(Outcomes::kReach - x)];
      const double* h = &table.doubt[row][static_cast<std::size_t>(Outcomes::kReach - x)];
      for (std::size_t m = 0; m < kMus; ++m) {
        clean += p[m] * c[m];
        doubt += p[m] * h[m];
      }
    }
    const double told = entropy(clean) - doubt;
    if (told > best) best = told, best_bpm = bpm;
  }
  return whole(best_bpm);
}

bool BreakingTempo::done() const {
  const int takes = static_cast<int>(trials_.size());
  if (takes >= config_.most_takes) return true;
  return takes >= config_.least_takes && estimate().sd_oct < config_.stop_sd_oct;
}

}  // namespace firstchair::teacher
