#include "engine/chairs/seating.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/chairs/places.h"
#include "engine/stats/stats.h"

namespace firstchair::chairs {
namespace {

double rounded(double x) {
  return std::round(x * 1e4) / 1e4;
}

std::vector<double> shares(std::size_t excerpts, const SeatingConfig& config) {
  std::vector<double> weights = config.weights;
  weights.resize(excerpts, config.weights.empty() ? 1.0 : 0.0);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& w : weights) w = sum > 0 ? w / sum : 1.0 / static_cast<double>(excerpts);
  return weights;
}

// The mean over the excerpts, its variance and (Satterthwaite) degrees of freedom.
Seat mean_of(const Candidate& candidate, const SeatingConfig& config, const TakeChange& change) {
  Seat seat{.id = candidate.id, .behind = candidate.behind};
  if (candidate.excerpts.empty()) return seat;
  const std::vector<double> share = shares(candidate.excerpts.size(), config);
  double variance = 0, over = 0, squares = 0;
  for (std::size_t e = 0; e < share.size(); ++e) {
    const ExcerptScore& score = candidate.excerpts[e];
    const double v = share[e] * share[e] * score.variance;
    seat.score += share[e] * score.value;
    variance += v;
    over += v * v / score.df;
    squares += share[e] * share[e];
  }
  if (config.claim == Claim::again) {
    const double v = change.variance * squares;
    variance += v;
    over += v * v / change.df;
  }
  seat.df = over > 0 ? variance * variance / over : 1e6;
  seat.error = std::sqrt(variance);
  const double half = stats::t_quantile(seat.df) * seat.error;
  seat.low = seat.score - half;
  seat.high = seat.score + half;
  return seat;
}

// The surest cuts, as long as what may be wrong with all of them together stays within the limit.
void choose_cuts(std::vector<Cut>& cuts, double most) {
  std::vector<std::size_t> order;
  for (std::size_t c = 0; c < cuts.size(); ++c) {
    if (!cuts[c].by_rule) order.push_back(c);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return cuts[a].certainty > cuts[b].certainty; });
  double wrong = 0;
  for (const std::size_t c : order) {
    wrong += 1 - cuts[c].certainty;
    if (wrong > most + 1e-9) break;
    cuts[c].told = true;
  }
}

void share_chairs(Seating& seating) {
  const auto count = static_cast<int>(seating.seats.size());
  for (int from = 0; from < count;) {
    int to = from;
    while (to + 1 < count && !seating.cuts[static_cast<std::size_t>(to)].told) ++to;
    for (int i = from; i <= to; ++i) {
      seating.seats[static_cast<std::size_t>(i)].first = from + 1;
      seating.seats[static_cast<std::size_t>(i)].last = to + 1;
    }
    from = to + 1;
  }
}

}  // namespace

TakeChange change_of_takes(const std::vector<Candidate>& candidates, const SeatingConfig& config) {
  std::vector<const Candidate*> table;
  std::size_t excerpts = 0;
  for (const Candidate& c : candidates) {
    if (c.behind == Behind::no_take || c.excerpts.empty()) continue;
    table.push_back(&c);
    excerpts = c.excerpts.size();
  }
  const double prior = config.tau_df * config.tau * config.tau;
  if (table.size() < 2 || excerpts < 2) return {config.tau * config.tau, config.tau_df};
  std::vector<double> of_excerpt(excerpts, 0);
  double all = 0, variance = 0;
  const auto rows = static_cast<double>(table.size()), columns = static_cast<double>(excerpts);
  for (const Candidate* c : table) {
    for (std::size_t e = 0; e < excerpts; ++e) {
      of_excerpt[e] += c->excerpts[e].value / rows;
      all += c->excerpts[e].value / rows / columns;
      variance += c->excerpts[e].variance / rows / columns;
    }
  }
  double squares = 0;
  for (const Candidate* c : table) {
    double mean = 0;
    for (const ExcerptScore& score : c->excerpts) mean += score.value / columns;
    for (std::size_t e = 0; e < excerpts; ++e) {
      const double left = c->excerpts[e].value - mean - of_excerpt[e] + all;
      squares += left * left;
    }
  }
  const double nu = (rows - 1) * (columns - 1);
  const double df = config.tau_df + nu;
  return {(prior + nu * std::max(0.0, squares / nu - variance)) / df, df};
}

Seating seat(const std::vector<Candidate>& candidates, const SeatingConfig& config) {
  Seating seating{.claim = config.claim};
  const TakeChange change = change_of_takes(candidates, config);
  if (config.claim == Claim::again) seating.change = change.variance;
  for (const Candidate& c : candidates) seating.seats.push_back(mean_of(c, config, change));
  std::stable_sort(seating.seats.begin(), seating.seats.end(), [](const Seat& a, const Seat& b) {
    if (a.behind != b.behind) return a.behind < b.behind;
    return a.behind == Behind::no_take ? a.id < b.id : rounded(a.score) < rounded(b.score);
  });
  const std::size_t count = seating.seats.size();
  for (std::size_t i = 1; i < count; ++i) seating.cuts.push_back({.after = static_cast<int>(i)});
  for (std::size_t from = 0; from < count;) {
    std::size_t to = from + 1;
    while (to < count && seating.seats[to].behind == seating.seats[from].behind) ++to;
    const bool scored = seating.seats[from].behind != Behind::no_take;
    std::vector<Known> known;
    for (std::size_t i = from; i < to && scored; ++i) {
      const Seat& s = seating.seats[i];
      known.push_back({s.score, std::max(s.error, 1e-4), s.df});
    }
    const Places places = places_of(known);
    const auto before = static_cast<int>(from);
    for (std::size_t i = from; i < to; ++i) {
      Seat& s = seating.seats[i];
      s.best = scored && from == 0 ? rounded(places.lowest[i - from]) : 0;
      s.expected =
          scored ? rounded(before + places.expected[i - from]) : (static_cast<double>(from + to) + 1) / 2;
      s.chair_low = scored ? before + places.from[i - from] : before + 1;
      s.chair_high = scored ? before + places.to[i - from] : static_cast<int>(to);
      if (scored && i + 1 < to) seating.cuts[i].certainty = rounded(places.together[i - from]);
    }
    if (to < count) seating.cuts[to - 1] = {static_cast<int>(to), 1, true, true};
    from = to;
  }
  choose_cuts(seating.cuts, config.wrong);
  share_chairs(seating);
  return seating;
}

int excerpts_to_tell(const Seat& a, const Seat& b, int excerpts, double certainty) {
  const double apart = std::abs(a.score - b.score);
  // The normal quantile by bisection: a figure that is told as "about" needs no better.
  double low = 0, high = 6;
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    (stats::normal_cdf(middle) < certainty ? low : high) = middle;
  }
  const double one = (a.error * a.error + b.error * b.error) * excerpts;
  const double wanted = apart > 0 ? low * low * one / (apart * apart) : 1e9;
  return static_cast<int>(std::clamp(std::ceil(wanted - excerpts), 1.0, 99.0));
}

}  // namespace firstchair::chairs
