#include "testing/faults/claims.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/teacher/findings.h"

namespace firstchair::testing {
namespace {

constexpr std::size_t kFacts = 3;
constexpr double kBeatReach = 0.3;

int sign_of(double value) {
  return value < 0 ? -1 : value > 0 ? 1 : 0;
}

// The beat, or the bar, that more than half of the places share; 0: none.
template <class Key>
double shared(const std::vector<Place>& places, Key key) {
  std::map<double, std::size_t> often;
  for (const Place& place : places) ++often[key(place)];
  for (const auto& [at, n] : often) {
    if (2 * n > places.size()) return at;
  }
  return 0;
}

Claim claim_of(const Metric& m) {
  Claim claim;
  if (m.has_line) claim.line = m.line;
  claim.value = m.value;
  claim.low = m.low;
  claim.high = m.high;
  claim.sign = sign_of(m.value);
  switch (m.measure) {
    case Measure::placement:
      claim.subject = Subject::line_lean;
      break;
    case Measure::tightness:
      claim.subject = Subject::looseness;
      claim.sign = 1;
      break;
    case Measure::tempo:
      claim.subject = Subject::tempo;
      claim.sign = sign_of(m.value - (m.band_low + m.band_high) / 2);
      break;
    case Measure::drift:
      claim.subject = Subject::drift;
      claim.bar = m.place.bar;
      break;
    case Measure::spot:
      claim.subject = Subject::place;
      claim.beat = m.place.beat;
      claim.bar = m.place.bar;
      claim.every = m.every;
      break;
    case Measure::phrase:
      claim.subject = Subject::phrase;
      claim.beat = m.place.beat;
      claim.every = m.every;
      break;
    case Measure::bar:
      claim.subject = Subject::bar;
      claim.bar = m.place.played;
      break;
    case Measure::step:
      claim.subject = Subject::step;
      claim.bar = m.place.played;
      break;
    case Measure::unison:
      claim.subject = m.has_loose ? Subject::looseness : Subject::pair;
      if (m.has_loose) claim.line = m.loose;
      claim.sign = 1;
      break;
    case Measure::flam_gap:
      claim.subject = Subject::flam;
      claim.sign = sign_of(m.value - (m.band_low + m.band_high) / 2);
      break;
    case Measure::swing:
      claim.subject = Subject::swing;
      claim.sign = sign_of(m.value - (m.band_low + m.band_high) / 2);
      break;
    case Measure::dynamics:
      claim.subject = Subject::level;
      claim.sign = 1;
      break;
    case Measure::accent:
      claim.subject = Subject::ghosts;
      break;
    case Measure::missed:
    case Measure::extra:
    case Measure::wrong_voice:
      claim.subject = m.measure == Measure::missed  ? Subject::missed
                      : m.measure == Measure::extra ? Subject::extra
                                                    : Subject::wrong_drum;
      claim.beat = shared(m.places, [](const Place& p) { return p.beat; });
      claim.bar =
          static_cast<int>(shared(m.places, [](const Place& p) { return p.played > 0 ? p.played : p.bar; }));
      break;
    case Measure::hands:
      claim.subject = Subject::hand;
      break;
    case Measure::hand_spread:
      claim.subject = Subject::hand_spread;
      claim.sign = sign_of(m.value - 1);
      break;
    case Measure::doubles:
      claim.subject = Subject::second;
      break;
    case Measure::doubles_level:
      claim.subject = Subject::second_level;
      break;
    case Measure::level_spot:
      claim.subject = Subject::level;
      claim.beat = m.place.beat;
      break;
    case Measure::level_course:
      claim.subject = Subject::level_fall;
      break;
  }
  return claim;
}

}  // namespace

Said said_of(const Take& take) {
  Said said;
  if (!take.reading.chart_played) {
    said.claims.push_back({.subject = Subject::other_chart});
    return said;
  }
  const Order& order = take.order;
  said.ordered = order.action != Action::record_more && order.action != Action::next_tempo;
  said.slower = order.action == Action::next_tempo && order.cause.standing == Standing::out_of_band;
  if (said.ordered) said.claims.push_back(claim_of(order.cause));
  std::vector<const Metric*> facts = teacher::findings(take.verdict);
  if (facts.size() > kFacts) facts.resize(kFacts);
  for (const Metric* fact : facts) said.claims.push_back(claim_of(*fact));
  for (const KitStrokes& kit : take.source.kit.made) {
    said.claims.push_back({.subject = Subject::instrument, .line = line_of(kit.told)});
  }
  for (const Departure& departure : take.alignment.departures) {
    if (departure.kind == DepartureKind::early_end) continue;  // a loop that stops in the middle is none
    said.claims.push_back({.subject = Subject::form, .bar = departure.first_bar});
  }
  return said;
}

bool names(const Claim& said, const Planted& truth) {
  const Claim& wanted = truth.claim;
  if (said.subject != wanted.subject) return false;
  if (wanted.line && said.line != wanted.line) return false;
  if (wanted.sign != 0 && said.sign != wanted.sign) return false;
  if (wanted.every != 0 && said.every != wanted.every) return false;
  if (wanted.bar != 0 && std::abs(said.bar - wanted.bar) > truth.bar_reach) return false;
  if (wanted.beat > 0) {
    const double to = std::max(wanted.beat, truth.beat_to);
    if (said.beat < wanted.beat - kBeatReach || said.beat > to + kBeatReach) return false;
  }
  if (truth.size == 0) return true;
  const bool covered = said.low <= truth.size && truth.size <= said.high;
  return covered || std::abs(said.value - truth.size) <= 0.2 * std::abs(truth.size);
}

}  // namespace firstchair::testing
