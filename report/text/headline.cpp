// The first sentence of a report, which a drummer would repeat to a friend: who, what, where, and no number
// that has an interval. The facts below it have place, size and interval.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/teacher/findings.h"
#include "report/report.h"
#include "report/text/loose_lines.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr std::size_t kMostFacts = 3;

std::string your(const Metric& m) {
  return m.has_line ? "Your " + std::string(name_of(m.line)) : "All you play";
}

// " on the & of 3 of every 2nd bar"; " in bar 12, beats 3-4"
std::string at_place(const Metric& m) {
  const std::string places = beats_of(m);
  const std::string on = places.starts_with("beat") ? places : "the " + places;
  if (m.place.bar > 0) return fmt::format(" on {} of bar {}", on, m.place.bar);
  if (m.every > 1) return fmt::format(" on {} of {}", on, every_words(m));
  return " on " + on;
}

// "bar 12 of the take", where bars come more than once; "bar 12".
std::string bar_of(const Metric& m) {
  const bool once = m.place.bar > 0 && m.place.bar == m.place.played;
  return fmt::format("bar {}{}", m.place.played, once ? "" : " of the take");
}

// "5 snare strokes": the rate turned back into what was counted.
std::string counted(const Metric& m, std::string_view thing) {
  const auto n = static_cast<std::size_t>(std::lround(m.value * m.n / 100.0));
  return count(n, m.has_line ? std::string(name_of(m.line)) + " " + std::string(thing) : thing);
}

std::string missed(const Metric& m) {
  const long counted = std::lround(m.value * m.n / 100.0);
  const std::vector<Place> common = at_common_place(m);
  if (!m.has_line) return fmt::format("You leave out {} of {} notes.", counted, m.n);
  if (common.empty()) return fmt::format("You leave out {} of {} {} notes.", counted, m.n, name_of(m.line));
  const std::string where = beat(common.front().beat);
  return fmt::format("You leave out the {} on {}{}, {}.", name_of(m.line),
                     where.starts_with("beat") ? "" : "the ", where, count(common.size(), "time"));
}

std::string about(const Metric& m) {
  const bool early = m.value < 0;
  switch (m.measure) {
    case Measure::placement:
      if (m.perhaps_kit) {
        return fmt::format("The {} comes {} at every stroke, by the kit or by you.", name_of(m.line),
                           early ? "early" : "late");
      }
      return fmt::format("{} plays {} the {}.", your(m), early ? "ahead of" : "behind",
                         m.beside_band ? "band" : "rest of the kit");
    case Measure::tightness:
      return your(m) + " wanders more than a professional's.";
    case Measure::spot:
      return fmt::format("{} comes {}{}.", your(m), early ? "early" : "late", at_place(m));
    case Measure::phrase:
      return fmt::format("You {}{}.", early ? "rush" : "drag", at_place(m));
    case Measure::bar:
      return fmt::format("{}{} comes {}.", capital(bar_of(m)),
                         m.beat_to > 0 || m.place.beat > 1 ? ", " + beats_of(m) + "," : "",
                         early ? "early" : "late");
    case Measure::tempo:
      return fmt::format("You play {} than the tempo asked for.", m.value < m.band_low ? "slower" : "faster");
    case Measure::drift:
      return early ? "You slow down over the take." : "You speed up over the take.";
    case Measure::step:
      return fmt::format("You change to a {} tempo at bar {}.", early ? "slower" : "faster",
                         m.place.bar > 0 ? m.place.bar : m.place.played);
    case Measure::unison: {
      if (m.has_loose) {
        const Line against = m.loose == m.line ? m.other : m.line;
        return fmt::format("Your {} wanders against the {}.", name_of(m.loose), name_of(against));
      }
      const bool leads = m.mean_low > 0 || m.mean_high < 0;
      if (leads && std::fabs(m.mean) > m.value) {
        return fmt::format("Your {} lands ahead of the {}.", name_of(m.mean < 0 ? m.line : m.other),
                           name_of(m.mean < 0 ? m.other : m.line));
      }
      return fmt::format("Your {} and {} land apart.", name_of(m.line), name_of(m.other));
    }
    case Measure::flam_gap:
      return fmt::format("{} flams are {}.", your(m), m.value < m.band_low ? "flat" : "open");
    case Measure::hand_spread:
      return fmt::format("Your {} hand wanders more than the {}.", m.value > 1 ? "left" : "right",
                         m.value > 1 ? "right" : "left");
    case Measure::doubles:
      return fmt::format("The second stroke of your doubles comes {}.", early ? "early" : "late");
    case Measure::doubles_level:
      return fmt::format("The second stroke of your doubles is {} than the first.",
                         early ? "softer" : "louder");
    case Measure::level_spot:
      return fmt::format("{} is softer{} than anywhere else.", your(m), at_place(m));
    case Measure::level_course:
      return fmt::format("You get {} over the take.", early ? "softer" : "louder");
    case Measure::swing:
      if (m.mean_high > m.mean_low)
        return fmt::format("{} swings {} by the end.", your(m), m.mean < m.value ? "less" : "more");
      return fmt::format("{} swings {} than written.", your(m), m.value < m.band_low ? "less" : "more");
    case Measure::dynamics:
      return your(m) + " changes level from stroke to stroke.";
    case Measure::accent:
      return your(m) + " has ghost notes near the level of the rest.";
    case Measure::hands:
      return fmt::format("Your left hand lands {} than the right.", early ? "earlier" : "later");
    case Measure::missed:
      return missed(m);
    case Measure::extra:
      return fmt::format("You play {} more than written.", counted(m, "stroke"));
    case Measure::wrong_voice:
      return fmt::format("You play {} on another drum.", counted(m, "note"));
  }
  return {};
}

std::string loose(const Take& take) {
  const LooseLines lines = loose_lines(take);
  if (lines == LooseLines::every) return "All your lines wander more than a professional's.";
  return your(take.order.cause) + " wanders more than a professional's" +
         (lines == LooseLines::one ? ", and the others are not much tighter." : ".");
}

// A tempo surely beside the one that the piece names by more than is heard.
bool beside_written(const Metric& m) {
  constexpr double kHeard = 0.02;  // as a tempo that was asked for (judge/tempo.cpp)
  return m.mean > 0 && (m.low > m.mean * (1 + kHeard) || m.high < m.mean * (1 - kHeard));
}

}  // namespace

std::string headline(const Take& take) {
  if (!take.reading.chart_played) return order_words(take).cause;
  if (take.alignment.pulse.empty()) return "No pulse found in " + count(take.hits.size(), "stroke") + ".";
  if (take.order.action == Action::next_tempo) {
    return take.order.cause.standing == Standing::out_of_band ? loose(take) : nothing_to_fix(take);
  }
  if (take.order.action == Action::record_more) {
    return fmt::format("Too short to judge: {} in {}.", count(take.hits.size(), "stroke"),
                       clock(static_cast<double>(take.source.length) / std::max(1.0, take.source.rate)));
  }
  return about(take.order.cause);
}

std::vector<std::string> facts_told(const Take& take) {
  std::vector<std::string> facts;
  if (!take.reading.chart_played) return facts;
  const auto add = [&](const Metric& m) {
    const std::string fact = fact_words(m) + ".";
    if (facts.size() < kMostFacts && std::find(facts.begin(), facts.end(), fact) == facts.end())
      facts.push_back(fact);
  };
  const Metric& cause = take.order.cause;
  const bool of_cause = cause.n > 0 || cause.needed > 0;
  if (of_cause && (take.order.action != Action::next_tempo || cause.standing == Standing::out_of_band))
    add(cause);
  for (const Metric* m : teacher::findings(take.verdict)) add(*m);
  // At another tempo than the piece names nothing is wrong; it is told after what is.
  for (const Metric& m : take.verdict.metrics) {
    if (m.measure == Measure::tempo && m.standing == Standing::no_band && beside_written(m)) add(m);
  }
  return facts;
}

}  // namespace firstchair::report
