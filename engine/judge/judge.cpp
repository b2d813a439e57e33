#include "engine/judge/judge.h"

#include <cmath>
#include <limits>

#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

void describe_strokes(const Evidence& evidence, Verdict& verdict) {
  verdict.local_error_ms.assign(evidence.alignment.matches.size(), std::numeric_limits<double>::quiet_NaN());
  double variance = 0, strokes = 0;
  for (const LineTiming& line : evidence.lines) {
    verdict.outliers += static_cast<int>(line.outliers.size());
    for (const TimedStroke& stroke : line.outliers) {
      verdict.local_error_ms[static_cast<std::size_t>(stroke.match)] = stroke.local_ms;
    }
    for (const TimedStroke& stroke : line.strokes) {
      verdict.local_error_ms[static_cast<std::size_t>(stroke.match)] = stroke.local_ms;
      variance += stroke.sigma_ms * stroke.sigma_ms;
      ++strokes;
    }
  }
  if (strokes > 0) verdict.floor_ms = std::sqrt(variance / strokes);
}

}  // namespace

Verdict judge(const Source& source, std::span<const Hit> hits, const Chart& chart, const Reading& reading,
              const Alignment& alignment, const Norms& norms, const JudgeConfig& config) {
  Evidence evidence{.source = source,
                    .hits = hits,
                    .chart = chart,
                    .reading = reading,
                    .alignment = alignment,
                    .norms = norms,
                    .config = config,
                    .bars = bars_of(chart),
                    .lines = take_apart(hits, chart, alignment)};
  Verdict verdict;
  describe_strokes(evidence, verdict);
  measure_hits(evidence, verdict);
  measure_tempo(evidence, verdict);
  measure_swing(evidence, verdict);
  evidence.layers =
      take_layers(evidence.lines, chart, alignment,
                  {.rate = source.rate, .beats_only = evidence.swung_unwritten || evidence.swung_wrongly});
  for (const LineTiming& line : evidence.lines) {
    evidence.rests.push_back(without(line, evidence.layers.of_line, evidence.layers.set_apart));
  }
  measure_placement(evidence, verdict);
  measure_tightness(evidence, verdict);
  measure_positions(evidence, verdict);
  measure_unison(evidence, verdict);
  measure_flams(evidence, verdict);
  measure_dynamics(evidence, verdict);
  measure_hands(evidence, verdict);
  measure_doubles(evidence, verdict);
  measure_level_course(evidence, verdict);
  return verdict;
}

}  // namespace firstchair::judge
