// Flams: the gap from grace to main stroke.
#include <cmath>

#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeededFlams = 8;
constexpr double kHeardShare = 0.8;  // of the flams: an ear that misses flat ones would call the rest open

}  // namespace

void measure_flams(const Evidence& e, Verdict& verdict) {
  for (int i = 0; i < kLineCount; ++i) {
    const Line line = static_cast<Line>(i);
    std::vector<double> gaps;
    int flams = 0;
    double variance = 0;
    for (const Match& match : e.alignment.matches) {
      if (match.note < 0 || match.hit < 0 || line_of(e.note(match).voice) != line) continue;
      if (e.note(match).ornament != Ornament::flam) continue;
      if (match.kind == MatchKind::matched) ++flams;
      if (match.kind != MatchKind::grace || !e.hit(match).timed || !(match.error_ms < 0)) continue;
      gaps.push_back(-match.error_ms);
      variance += std::pow(static_cast<double>(e.hit(match).sigma_ms), 2);
    }
    if (flams == 0 && gaps.empty()) continue;
    const stats::Sample sample = stats::describe(gaps);
    Metric m = make_metric(Measure::flam_gap, line, sample.n, kNeededFlams);
    m.band_low = e.norms.flam_gap_p25;
    m.band_high = e.norms.flam_gap_p75;
    if (m.standing != Standing::too_few) {
      set_interval(m, sample.mean, stats::mean_interval(sample, std::sqrt(2.0) * e.source.bias_sd_ms));
      m.mean = m.value;
      m.mean_low = m.low;
      m.mean_high = m.high;
      m.spread = std::sqrt(std::max(0.0, sample.sd * sample.sd - 2 * variance / sample.n));
      // Two strokes that lie near each other are a flam only where one is written.
      if (e.reading.chart_given && sample.n >= kHeardShare * flams) lay_beside_band(m, Sides::both);
    }
    verdict.metrics.push_back(m);
  }
}

}  // namespace firstchair::judge
