// Unison: two lines written together, how far apart they land. Only where each of the strokes was heard by
// itself.
#include <cmath>
#include <map>

#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeededTogether = 32;  // pairs: the interval of the spread is then within a third of the value

constexpr double kLooserTogether = 1.4;
// ms, an SD of the difference: half of the pairs lie further apart than kAudible, so they are heard as two.
constexpr double kHeardApart = kAudible / 0.6745;

// Professionals were measured with the snare or the kick against the hat; the ride is the other place of that
// hand.
bool is_time(Line line) {
  return line == Line::hat || line == Line::ride;
}

// Differences first - second at the ticks both were struck, in order.
std::vector<double> differences(const LineTiming& first, const LineTiming& second) {
  std::map<std::pair<std::int32_t, Ticks>, double> struck;
  for (const TimedStroke& stroke : second.strokes)
    struck.emplace(std::pair(stroke.passage, stroke.tick), stroke.error_ms - stroke.place_ms);
  std::vector<double> apart;
  for (const TimedStroke& stroke : first.strokes) {
    const auto other = struck.find({stroke.passage, stroke.tick});
    if (other != struck.end()) apart.push_back(stroke.error_ms - stroke.place_ms - other->second);
  }
  if (apart.empty()) return apart;
  const stats::Interval core = stats::robust_core(apart, 1.0);
  std::erase_if(apart, [&](double d) { return d < core.low || d > core.high; });
  return apart;
}

}  // namespace

void measure_unison(const Evidence& e, Verdict& verdict) {
  if (!e.source.times_apart) return;
  for (std::size_t i = 0; i < e.rests.size(); ++i) {
    for (std::size_t j = i + 1; j < e.rests.size(); ++j) {
      const LineTiming &first = e.rests[i], &second = e.rests[j];
      const std::vector<double> apart = differences(first, second);
      if (apart.empty()) continue;
      const stats::Sample sample = stats::describe(apart);
      Metric m = make_metric(Measure::unison, first.line, sample.n, kNeededTogether);
      m.other = second.line;
      if (is_time(second.line) && first.line == Line::kick) {
        m.band_low = e.norms.unison_foot_p10;
        m.band_high = e.norms.unison_foot_p90;
      } else if (is_time(second.line) && first.line == Line::snare) {
        m.band_low = e.norms.unison_hands_p10;
        m.band_high = e.norms.unison_hands_p90;
      }
      if (m.standing != Standing::too_few) {
        const stats::Interval mean = stats::mean_interval(sample, std::sqrt(2.0) * e.source.bias_sd_ms);
        m.mean = sample.mean;
        m.mean_low = mean.low;
        m.mean_high = mean.high;
        if (take_floor_out(m, sample, std::hypot(first.sigma_ms, second.sigma_ms)) && m.band_high > 0) {
          lay_beside_band(m, Sides::above, true);
          // Apart is what is heard as two strokes; more than professionals have is a number to know.
          if (m.standing == Standing::out_of_band && !(m.low > kHeardApart)) m.standing = Standing::in_band;
          // What is apart belongs to the line whose own strokes are the looser ones.
          const double a = first.spread_ms(), b = second.spread_ms();
          m.has_loose = std::max(a, b) > kLooserTogether * std::min(a, b);
          if (m.has_loose) m.loose = a > b ? first.line : second.line;
        }
      }
      verdict.metrics.push_back(m);
    }
  }
}

}  // namespace firstchair::judge
