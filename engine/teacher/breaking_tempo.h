// The breaking tempo is the tempo at which half of the takes hold. It is found in as few takes as possible.
//
// A trial is a short excerpt at one tempo; it is clean or it breaks (trial.h). With x = log2 of the tempo,
//   P(clean | x) = guess + (1 - guess - lapse) Phi((mu - x) / sigma)
// and where the spread z was measured, z / z wanted = sqrt(floor^2 + (1 - floor^2) exp(2 slope (x - mu))): it
// rises through 1 at the same mu, and far below the limit a player is as even as he gets (floor). Its noise
// is that of the limit from take to take, sigma, and of a spread measured on some hundred strokes. So a
// broken take also tells by how much. Both go into one posterior on a grid (mu, sigma, lapse, slope, floor).
// A take that broke by its slips tells only that it broke.
//
// The tempo proposed is the one whose outcome would tell most (QUEST+, Watson 2017; equal to least expected
// entropy). Every fourth lies at T95: a take that is likely to hold, which also tells lapses from limits.
// From the fourth on no proposal lies outside the estimated T25..T95.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/core/practice/limit.h"

namespace firstchair::teacher {

struct LimitConfig {
  double prior_bpm = 110;      // where the limit may be: the last one known, else the chart's tempo
  double prior_sd_oct = 0.5;   // 0.15 for an item that was measured before
  double prior_sigma_oct = 0;  // the player's own, from before; 0: all alike
  double stop_sd_oct = 0.03;   // enough: 2 % either way
  int least_takes = 6, most_takes = 16;
  bool use_spread = true;  // false: from clean and broken alone
};

class BreakingTempo {
 public:
  explicit BreakingTempo(const LimitConfig& config);

  // Returns the tempo to play next, in whole beats a minute.
  double next_bpm() const;
  void add(const LimitTrial& trial);
  // Takes a trial back, as if it had not been played. Returns false when there is none of that index.
  bool discard(std::size_t index);

  const std::vector<LimitTrial>& trials() const { return trials_; }
  Tried tried() const;
  LimitEstimate estimate() const;
  // Says whether the estimate is sure enough, or the most takes are reached.
  bool done() const;
  // Says whether the search is done, or has enough takes for the estimate to be worth remembering, however
  // wide its interval.
  bool worth_keeping() const { return done() || static_cast<int>(trials_.size()) >= config_.least_takes; }

 private:
  void weigh(const LimitTrial& trial);
  void gather();

  LimitConfig config_;
  std::vector<LimitTrial> trials_;
  std::vector<double> spread_log_;   // [sigma][slope][floor][mu]
  std::vector<double> outcome_log_;  // [sigma][lapse][mu]
  std::vector<double> prior_log_;    // [sigma][mu]
  std::vector<double> posterior_;    // [sigma][lapse][mu], sums to 1
};

}  // namespace firstchair::teacher
