#include "engine/assign/demand.h"

#include <algorithm>
#include <vector>

#include "engine/stats/stats.h"

namespace firstchair::assign {
namespace {

const Metric* found(const Verdict& verdict, Measure measure, std::optional<Line> line) {
  for (const Metric& metric : verdict.metrics)
    if (metric.measure == measure && metric.has_line == line.has_value() && (!line || metric.line == *line))
      return &metric;
  return nullptr;
}

Answered with(const Demand& demand, const Metric& metric, double factor, double offset = 0) {
  const double a = metric.low * factor + offset, b = metric.high * factor + offset;
  Answered answer{.value = metric.value * factor + offset,
                  .low = std::min(a, b),
                  .high = std::max(a, b),
                  .n = metric.n,
                  .needed = metric.needed};
  answer.standing = standing_of(demand.kind, demand.bound, answer.value, answer.low, answer.high);
  return answer;
}

Answered untold(const Metric* metric) {
  return metric == nullptr ? Answered{} : Answered{.n = metric->n, .needed = metric->needed};
}

Answered spread(const Demand& demand, const Verdict& verdict) {
  const Metric* metric = found(verdict, Measure::tightness, demand.line);
  if (metric == nullptr || metric->standing == Standing::too_few) return untold(metric);
  const bool by_norm = demand.kind == DemandKind::spread_norm;
  if (by_norm && !(metric->z > 0 && metric->value > 0)) return untold(metric);  // no norm at this tempo
  Answered answer = with(demand, *metric, by_norm ? metric->z / metric->value : 1);
  // The value is the instrument's floor: the player's own spread lies somewhere below it.
  if (metric->standing == Standing::below_floor && answer.standing == DemandStanding::not_met)
    answer.standing = DemandStanding::not_told;
  return answer;
}

Answered slips(const Demand& demand, const Verdict& verdict) {
  double events = 0;
  int notes = 0;
  for (const Measure measure : {Measure::missed, Measure::extra, Measure::wrong_voice}) {
    const Metric* metric = found(verdict, measure, std::nullopt);
    if (metric == nullptr || metric->standing == Standing::too_few) return untold(metric);
    events += static_cast<double>(metric->places.size());
    notes = metric->n;
  }
  if (notes <= 0) return {};
  // There may be more slips than notes: the interval is that of their share of both, turned back into odds.
  const stats::Interval share = stats::wilson(events, notes + events);
  const auto per_100 = [](double p) { return 100 * p / (1 - std::min(p, 0.999)); };
  Answered answer{.value = 100 * events / notes,
                  .low = std::min(per_100(share.low), 100 * events / notes),
                  .high = per_100(share.high),
                  .n = notes,
                  .needed = notes};
  answer.standing = standing_of(demand.kind, demand.bound, answer.value, answer.low, answer.high);
  return answer;
}

Answered plain(const Demand& demand, const Metric* metric, double factor = 1, double offset = 0) {
  if (metric == nullptr || metric->standing == Standing::too_few) return untold(metric);
  return with(demand, *metric, factor, offset);
}

// The longest run of bars in which nothing was missed, added or struck on another drum.
//
//   bars of the take   1  2  3  4  5  6  7  8
//   slips              .  .  x  .  .  .  .  x     4 running
Answered clean_bars(const Demand& demand, const Verdict& verdict, int bars) {
  if (bars <= 0) return {};
  std::vector<bool> clean(static_cast<std::size_t>(bars), true);
  for (const Measure measure : {Measure::missed, Measure::extra, Measure::wrong_voice}) {
    const Metric* metric = found(verdict, measure, std::nullopt);
    if (metric == nullptr || metric->standing == Standing::too_few) return untold(metric);
    for (const Place& place : metric->places) {
      const int bar = place.played > 0 ? place.played : place.bar;
      if (bar >= 1 && bar <= bars) clean[static_cast<std::size_t>(bar - 1)] = false;
    }
  }
  int running = 0, longest = 0;
  for (const bool one : clean) {
    running = one ? running + 1 : 0;
    longest = std::max(longest, running);
  }
  const auto value = static_cast<double>(longest);
  return {.standing = standing_of(demand.kind, demand.bound, value, value, value),
          .value = value,
          .low = value,
          .high = value,
          .n = bars,
          .needed = bars};
}

}  // namespace

int bars_played(const Take& take) {
  if (!take.reading.chart_given || take.chart.notes.empty()) return 0;
  const std::vector<Bar> bars = bars_of(take.chart);
  int last = 0;
  for (const Match& match : take.alignment.matches) {
    if (match.note < 0) continue;
    int bar = bars.empty() ? 1 : bar_at(bars, match.tick).number;
    const auto passage = static_cast<std::size_t>(match.passage);
    if (take.chart.meters.size() == 1 && match.passage >= 0 && passage < take.alignment.passages.size()) {
      const Ticks length = take.chart.meters.front().bar_length();
      bar = static_cast<int>((match.tick + take.alignment.passages[passage].offset) / length) + 1;
    }
    last = std::max(last, bar);
  }
  return last;
}

DemandStanding standing_of(DemandKind kind, double bound, double value, double low, double high) {
  const auto between = [&](double least, double most) {
    if (value < least || value > most) return DemandStanding::not_met;
    return low >= least && high <= most ? DemandStanding::shown : DemandStanding::met;
  };
  constexpr double kFar = 1e300;
  switch (kind) {
    case DemandKind::spread_norm:
    case DemandKind::spread_ms:
    case DemandKind::slips:
      return between(-kFar, bound);
    case DemandKind::lean_ms:
    case DemandKind::tempo_off:
      return between(-bound, bound);
    case DemandKind::limit_bpm:
    case DemandKind::bars_clean:
      return between(bound, kFar);
  }
  return DemandStanding::not_told;
}

Answered answer_of(const Demand& demand, const Verdict& verdict, const Circumstance& how) {
  switch (demand.kind) {
    case DemandKind::spread_norm:
    case DemandKind::spread_ms:
      return spread(demand, verdict);
    case DemandKind::lean_ms:
      return plain(demand, found(verdict, Measure::placement, demand.line));
    case DemandKind::slips:
      return slips(demand, verdict);
    case DemandKind::tempo_off:
      if (!(how.asked_bpm > 0)) return {};
      return plain(demand, found(verdict, Measure::tempo, std::nullopt), 100 / how.asked_bpm, -100);
    case DemandKind::limit_bpm:
      if (!how.limit) return {};
      return {
          .standing = standing_of(demand.kind, demand.bound, how.limit->bpm, how.limit->low, how.limit->high),
          .value = how.limit->bpm,
          .low = how.limit->low,
          .high = how.limit->high,
          .n = 1,
          .needed = 1};
    case DemandKind::bars_clean:
      return clean_bars(demand, verdict, how.bars);
  }
  return {};
}

}  // namespace firstchair::assign
