// Auditions by drummers whose spreads are known: every take is played by arithmetic, its pulse is fitted and
// its lines are taken apart as any take's are, so what a seating claims can be counted.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/chairs/score.h"
#include "engine/chairs/seating.h"

namespace firstchair::testing {

struct AuditionPlan {
  int players = 8, bars = 32, excerpts = 4;
  double tau = 0.12;   // SD of a player's ln spread from take to take
  bool equal = false;  // all players alike; else spreads are lognormal, 8 to 25 ms in 95 %
  double slips = 0;    // share of notes that a player leaves out, on average; every player has his own
  bool again = true;   // who would play best another time is counted too
};

struct SimulatedAudition {
  std::vector<chairs::Candidate> candidates;
  std::vector<double> now;    // ln spread of what was played, mean over the excerpts
  std::vector<double> again;  // ln spread of the player
};

// Returns one take of a drummer with that spread, ms, as scored. Slips count at `slip_weight`.
chairs::ExcerptScore simulated_score(double spread_ms, int bars, double missed, double slip_weight,
                                     std::uint64_t seed);
SimulatedAudition simulated_audition(const AuditionPlan& plan, std::uint64_t seed);

// What was told in many auditions, counted. Shares are of the auditions.
struct AuditionTally {
  int auditions = 0;
  double points_wrong_now = 0, points_wrong_again = 0;  // the first by score is not the first
  double sole = 0, sole_wrong_now = 0, sole_wrong_again = 0;
  double cuts = 0, some_cut_wrong = 0;  // mean number; share of auditions with one in the wrong place
  double again_sole = 0, again_sole_wrong = 0;
  static constexpr int kBins = 5;
  double said[kBins] = {}, was[kBins] = {};  // P(best), summed by fifths, and how often that player was first
  int n[kBins] = {};
};
AuditionTally tally(const AuditionPlan& plan, int auditions, std::uint64_t from);

}  // namespace firstchair::testing
