#include "testing/chairs/simulated_audition.h"

#include <algorithm>
#include <cmath>

#include "engine/follow/pulse/pulse.h"
#include "testing/chance.h"
#include "testing/judge/playing_drummer.h"

namespace firstchair::testing {
namespace {

std::size_t least(const std::vector<double>& values) {
  return static_cast<std::size_t>(std::min_element(values.begin(), values.end()) - values.begin());
}

std::size_t index_of(const SimulatedAudition& audition, const std::string& id) {
  std::size_t i = 0;
  while (audition.candidates[i].id != id) ++i;
  return i;
}

// Whether everybody above a cut is truly ahead of everybody below it.
bool holds(const SimulatedAudition& audition, const chairs::Seating& seating, int after) {
  double above = -1e9, below = 1e9;
  for (std::size_t s = 0; s < seating.seats.size(); ++s) {
    const double truth = audition.now[index_of(audition, seating.seats[s].id)];
    if (static_cast<int>(s) < after)
      above = std::max(above, truth);
    else
      below = std::min(below, truth);
  }
  return above <= below;
}

}  // namespace

chairs::ExcerptScore simulated_score(double spread_ms, int bars, double missed, double slip_weight,
                                     std::uint64_t seed) {
  PlayingDrummer drummer;
  drummer.hand_ms = spread_ms;
  drummer.foot_ms = spread_ms;
  drummer.shared_ms = spread_ms;
  drummer.tails = 0.03;
  drummer.missed = missed;
  static const judge::Norms& norms = judge::default_norms();
  const Performance performance = perform_unjudged(drummer, plain_rock_chart(bars), 1, seed);
  const Result<chairs::TakeScore> score =
      chairs::score_take(performance.take, {.weights = {1, slip_weight, 0, 0}, .bpm = 100}, norms);
  return score ? score->total : chairs::ExcerptScore{1e9, 1, 7};
}

SimulatedAudition simulated_audition(const AuditionPlan& plan, std::uint64_t seed) {
  SimulatedAudition audition;
  Chance chance(seed * 7919 + 17);
  for (int p = 0; p < plan.players; ++p) {
    // Median 14 ms; 95 % from 8 to 25.
    const double log_spread = std::log(14) + (plan.equal ? 0 : 0.29 * chance.normal());
    const double missed = plan.slips > 0 ? plan.slips * std::exp(0.7 * chance.normal()) : 0;
    chairs::Candidate candidate{.id = std::to_string(p)};
    double now = 0;
    for (int e = 0; e < plan.excerpts; ++e) {
      const double of_take = log_spread + plan.tau * chance.normal();
      now += of_take / plan.excerpts;
      const auto take = static_cast<std::uint64_t>(p * plan.excerpts + e);
      candidate.excerpts.push_back(simulated_score(std::exp(of_take), plan.bars, missed,
                                                   plan.slips > 0 ? 0.5 : 0, seed * 100003 + take));
    }
    // With slips, the truth of a score is the spread's and theirs; a note is one of 13 a bar.
    const double slips = plan.slips > 0 ? 0.5 * std::log(1 + 100 * missed / 2) : 0;
    audition.candidates.push_back(std::move(candidate));
    audition.now.push_back(now + slips);
    audition.again.push_back(log_spread + slips);
  }
  return audition;
}

AuditionTally tally(const AuditionPlan& plan, int auditions, std::uint64_t from) {
  AuditionTally t;
  t.auditions = auditions;
  const double one = 1.0 / auditions;
  for (int a = 0; a < auditions; ++a) {
    const SimulatedAudition audition = simulated_audition(plan, from + static_cast<std::uint64_t>(a));
    const chairs::Seating played = chairs::seat(audition.candidates, {});
    const std::size_t now = least(audition.now), ever = least(audition.again);
    const std::size_t first = index_of(audition, played.seats[0].id);
    t.points_wrong_now += one * (first != now);
    t.points_wrong_again += one * (first != ever);
    if (played.seats[0].last == 1) {
      t.sole += one;
      t.sole_wrong_now += one * (first != now);
      t.sole_wrong_again += one * (first != ever);
    }
    bool wrong = false;
    for (const chairs::Cut& cut : played.cuts) {
      if (!cut.told) continue;
      t.cuts += one;
      wrong |= !holds(audition, played, cut.after);
    }
    t.some_cut_wrong += one * wrong;
    if (plan.again) {
      const chairs::Seating again = chairs::seat(audition.candidates, {.claim = chairs::Claim::again});
      if (again.seats[0].last == 1) {
        t.again_sole += one;
        t.again_sole_wrong += one * (index_of(audition, again.seats[0].id) != ever);
      }
    }
    for (const chairs::Seat& seat : played.seats) {
      const int bin = std::min(AuditionTally::kBins - 1, static_cast<int>(seat.best * AuditionTally::kBins));
      ++t.n[bin];
      t.said[bin] += seat.best;
      t.was[bin] += index_of(audition, seat.id) == now;
    }
  }
  return t;
}

}  // namespace firstchair::testing
