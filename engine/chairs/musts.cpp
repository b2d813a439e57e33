#include "engine/chairs/musts.h"

#include "engine/core/hit_count.h"
#include "engine/stats/stats.h"

namespace firstchair::chairs {
namespace {

bool asks(const Musts& musts, Must must) {
  return musts.asked[static_cast<int>(must)];
}

bool outside(const BrokenMust& m) {
  return m.low > m.band_high || m.high < m.band_low;
}

std::optional<BrokenMust> of_metric(const Metric& metric, const Musts& musts) {
  if (metric.standing == Standing::too_few || metric.standing == Standing::below_floor) return {};
  BrokenMust m{.value = metric.value, .low = metric.low, .high = metric.high, .bar = metric.place.bar};
  switch (metric.measure) {
    case Measure::placement:
      m.must = Must::lean;
      m.line = metric.line;
      m.band_low = -musts.lean_ms;
      m.band_high = musts.lean_ms;
      break;
    case Measure::drift:
      if (metric.standing == Standing::no_band) return {};
      m.must = Must::drift;
      m.band_low = metric.band_low;
      m.band_high = metric.band_high;
      break;
    case Measure::tempo:
      if (!(musts.bpm > 0)) return {};
      m.must = Must::tempo;
      m.band_low = musts.bpm * (1 - musts.tempo_percent / 100);
      m.band_high = musts.bpm * (1 + musts.tempo_percent / 100);
      break;
    default:
      return {};
  }
  if (!asks(musts, m.must) || !outside(m)) return {};
  return m;
}

}  // namespace

std::vector<BrokenMust> broken_musts(const Take& take, const Musts& musts) {
  std::vector<BrokenMust> broken;
  for (const Metric& metric : take.verdict.metrics) {
    if (const std::optional<BrokenMust> m = of_metric(metric, musts)) broken.push_back(*m);
  }
  const HitCount count = count_hits(take).all;
  if (asks(musts, Must::answered) && count.told() > 0) {
    const stats::Interval share = stats::wilson(count.heard(), count.told());
    BrokenMust m{.must = Must::answered,
                 .line = {},
                 .value = 100.0 * count.heard() / count.told(),
                 .low = 100 * share.low,
                 .high = 100 * share.high,
                 .band_low = musts.answered,
                 .band_high = 100};
    if (outside(m)) broken.push_back(m);
  }
  return broken;
}

}  // namespace firstchair::chairs
