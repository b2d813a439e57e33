// Tightness: the detrended spread of a line, the instrument's share taken out, beside the professionals'.
#include <cmath>

#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeeded = 64;  // strokes: the interval is then within a fourth of the value
constexpr int kNeededForLoose = 24;
constexpr double kFloorUncertainty = 0.25;  // of ln sigma: how well an instrument knows its own jitter

void grade(Metric& m, const Norms& norms, double reference) {
  m.z = m.value / reference;
  const double steps[] = {norms.p10, 1.0, norms.p90, 2.0};
  const auto letter = [&](double ms) {
    int step = 0;
    while (step < 4 && ms / reference > steps[step]) ++step;
    return static_cast<char>('A' + step);
  };
  const char best = letter(m.low), worst = letter(m.high);
  if (worst - best > 1) return;
  m.grade_low = best;
  m.grade_high = worst;
}

}  // namespace

bool take_floor_out(Metric& m, const stats::Sample& observed, double floor_ms) {
  const stats::Interval seen = stats::sd_interval(observed);
  if (!(seen.low > floor_ms) || !(observed.sd > 0)) {
    set_interval(m, floor_ms, {0, std::max(floor_ms, seen.high)});
    m.standing = Standing::below_floor;
    return false;
  }
  const double s2 = observed.sd * observed.sd, f2 = floor_ms * floor_ms, true2 = s2 - f2;
  const double log_error =
      std::hypot(s2 * observed.log_sd_error(), f2 * (floor_ms > 0 ? kFloorUncertainty : 0)) / true2;
  const double value = std::sqrt(true2), reach = std::exp(1.96 * log_error);
  set_interval(m, value, {value / reach, value * reach});
  return true;
}

void measure_tightness(const Evidence& e, Verdict& verdict) {
  const bool in_range = e.bpm >= e.norms.bpm_low && e.bpm <= e.norms.bpm_high;
  for (const LineTiming& line : e.rests) {
    Metric m = make_metric(Measure::tightness, line.line, line.residual.n, kNeeded);
    const double reference = in_range ? e.norms.reference_ms(line.line, 60000 / e.bpm) : 0;
    m.band_low = reference * e.norms.p10;
    m.band_high = reference * e.norms.p90;
    // A spread that is surely beyond the band needs no more strokes to be said.
    if (m.standing == Standing::too_few && m.n >= kNeededForLoose && reference > 0) {
      Metric loose = m;
      if (take_floor_out(loose, line.residual, line.sigma_ms) && loose.low > loose.band_high) {
        lay_beside_band(loose, Sides::above, true);
        m = loose;
      }
    } else if (m.standing != Standing::too_few && take_floor_out(m, line.residual, line.sigma_ms) &&
               reference > 0) {
      lay_beside_band(m, Sides::above, true);
      grade(m, e.norms, reference);
    }
    verdict.metrics.push_back(m);
  }
}

}  // namespace firstchair::judge
