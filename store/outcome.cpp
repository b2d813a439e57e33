#include "store/outcome.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/hit_count.h"

namespace firstchair::store {
namespace {

struct Moments {
  int n = 0;
  double mean = 0, sd = 0, rho = 0, kurtosis = 3;
};

Moments moments(const std::vector<double>& values) {
  Moments m;
  m.n = static_cast<int>(values.size());
  if (m.n == 0) return m;
  for (const double value : values) m.mean += value / m.n;
  double second = 0, fourth = 0, lagged = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double d = values[i] - m.mean;
    second += d * d;
    fourth += d * d * d * d;
    if (i > 0) lagged += d * (values[i - 1] - m.mean);
  }
  if (m.n > 1) m.sd = std::sqrt(second / (m.n - 1));
  if (second > 0) {
    m.rho = lagged / second;
    m.kurtosis = fourth / (second * second) * m.n;
  }
  return m;
}

bool has_value(const Metric& metric) {
  return metric.standing != Standing::too_few && metric.standing != Standing::below_floor;
}

}  // namespace

std::vector<Residual> residuals_of(const Take& take) {
  std::vector<Residual> residuals;
  const std::vector<Bar> bars = bars_of(take.chart);
  for (std::size_t i = 0; i < take.alignment.matches.size(); ++i) {
    const Match& match = take.alignment.matches[i];
    const double local =
        i < take.verdict.local_error_ms.size() ? take.verdict.local_error_ms[i] : std::nan("");
    if (std::isnan(local) || match.note < 0 ||
        static_cast<std::size_t>(match.note) >= take.chart.notes.size())
      continue;
    const Note& note = take.chart.notes[static_cast<std::size_t>(match.note)];
    residuals.push_back({line_of(note.voice), bar_at(bars, note.tick).number, local, match.error_ms});
  }
  return residuals;
}

void set_outcome(const Take& take, KeptTake& kept) {
  std::array<std::vector<double>, kLineCount> residuals, levels;
  for (const Residual& residual : residuals_of(take))
    residuals[static_cast<std::size_t>(residual.line)].push_back(residual.local_ms);
  for (const Hit& hit : take.hits)
    levels[static_cast<std::size_t>(line_of(hit.voice))].push_back(static_cast<double>(hit.level_db));

  kept.lines.clear();
  kept.z = kept.z_low = kept.z_high = 0;
  for (int l = 0; l < kLineCount; ++l) {
    const auto at = static_cast<std::size_t>(l);
    if (levels[at].empty() && residuals[at].empty()) continue;
    KeptLine line;
    line.line = static_cast<Line>(l);
    line.bias_sd_ms = take.source.bias_sd_ms;
    const Moments time = moments(residuals[at]), level = moments(levels[at]);
    line.n = time.n;
    line.rho = time.rho;
    line.kurtosis = time.kurtosis;
    line.level_db = level.mean;
    line.level_sd_db = level.sd;
    for (const Metric& metric : take.verdict.metrics) {
      if (!metric.has_line || metric.line != line.line || !has_value(metric)) continue;
      if (metric.measure == Measure::placement) {
        line.mean_ms = metric.value;
        line.mean_low = metric.low;
        line.mean_high = metric.high;
      } else if (metric.measure == Measure::tightness) {
        line.spread_ms = metric.value;
        line.spread_low = metric.low;
        line.spread_high = metric.high;
        if (metric.z > 0 && metric.value > 0) {
          line.z = metric.z;
          line.z_low = metric.z * metric.low / metric.value;
          line.z_high = metric.z * metric.high / metric.value;
        }
      }
    }
    kept.lines.push_back(line);
  }
  const KeptLine* most = nullptr;
  for (const KeptLine& line : kept.lines) {
    if (line.z > 0 && (most == nullptr || line.n > most->n)) most = &line;
  }
  if (most != nullptr) {
    kept.z = most->z;
    kept.z_low = most->z_low;
    kept.z_high = most->z_high;
  }
  kept.hits = count_hits(take).all;
  kept.clean = !take.verdict.metrics.empty() &&
               std::none_of(take.verdict.metrics.begin(), take.verdict.metrics.end(),
                            [](const Metric& metric) { return metric.standing == Standing::out_of_band; });
}

}  // namespace firstchair::store
