#include "testing/teacher/simulated_drummer.h"

#include <cmath>

#include "engine/stats/stats.h"

namespace firstchair::testing {
namespace {

constexpr double kWarmUpTakes = 2.7;  // exp(-3 / 2.7) is a third

}  // namespace

double SimulatedTakes::uniform() {
  return stats::normal_cdf(chance_.normal());
}

double SimulatedTakes::limit_now() const {
  return std::log2(drummer_.t50_bpm) + takes_ * (drummer_.learning_oct - drummer_.fatigue_oct) -
         drummer_.warm_up_oct * std::exp(-takes_ / kWarmUpTakes);
}

double SimulatedTakes::limit_so_far() const {
  return takes_ > 0 ? limits_ / takes_ : limit_now();
}

LimitTrial SimulatedTakes::play(double bpm) {
  const double limit = limit_now();
  limits_ += limit;
  ++takes_;
  double noise = chance_.normal();
  if (drummer_.heavy_tails && uniform() < 0.1) noise *= 3;
  const double rising = drummer_.slope * (std::log2(bpm) - limit + drummer_.sigma_oct * noise);
  const double floor2 = drummer_.floor * drummer_.floor;
  const double spread = std::log(floor2 + (1 - floor2) * std::exp(2 * rising)) / 2 +
                        (drummer_.measured > 0 ? drummer_.measured * chance_.normal() : 0);
  const bool lapse = uniform() < drummer_.lapse;
  LimitTrial trial{.bpm = bpm, .clean = spread <= 0 && !lapse};
  if (drummer_.spread_heard && (spread > 0 || !lapse)) trial.log_spread = spread;
  return trial;
}

}  // namespace firstchair::testing
