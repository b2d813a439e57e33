// Tightness: the detrended spread of a line, the instrument's share taken out, beside the professionals'.
#include <cmath>

#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeededTight = 64;  // strokes: the interval is then within a fourth of the value
constexpr int kNeededForLoose = 24;
// Than the other lines, each beside its norm. Lines of one spread differ by up to 1.2 beside their norms, and
// what the others show is known to about a tenth.
constexpr double kLooser = 1.6;
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

// A line's variance over its norm's, and how many strokes tell it.
struct Looseness {
  double squares = 0;
  int n = 0;
};

// Whether the line is looser than the others together; a line that is alone is.
bool looser_than_the_others(const std::vector<Looseness>& all, std::size_t line) {
  double squares = 0, n = 0;
  for (std::size_t other = 0; other < all.size(); ++other) {
    if (other == line || all[other].n < kNeededForLoose) continue;
    squares += all[other].squares * all[other].n;
    n += all[other].n;
  }
  return n == 0 || all[line].squares * n > kLooser * kLooser * squares;
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
  std::vector<Looseness> loose;
  for (const LineTiming& line : e.rests) {
    const double reference = in_range ? e.norms.reference_ms(line.line, 60000 / e.bpm) : 0;
    const double squares = line.residual.sd * line.residual.sd - line.sigma_ms * line.sigma_ms;
    loose.push_back({});
    if (reference > 0) loose.back() = {std::max(0.0, squares) / (reference * reference), line.residual.n};
  }
  for (std::size_t i = 0; i < e.rests.size(); ++i) {
    const LineTiming& line = e.rests[i];
    Metric m = make_metric(Measure::tightness, line.line, line.residual.n, kNeededTight);
    const double reference = in_range ? e.norms.reference_ms(line.line, 60000 / e.bpm) : 0;
    m.band_low = reference * e.norms.p10;
    m.band_high = reference * e.norms.p90;
    // A spread that is surely beyond the band needs no more strokes to be said.
    if (m.standing == Standing::too_few && m.n >= kNeededForLoose && reference > 0) {
      Metric sure = m;
      if (take_floor_out(sure, line.residual, line.sigma_ms) && sure.low > sure.band_high) {
        lay_beside_band(sure, Sides::above, true);
        m = sure;
      }
    } else if (m.standing != Standing::too_few && take_floor_out(m, line.residual, line.sigma_ms) &&
               reference > 0) {
      lay_beside_band(m, Sides::above, true);
      grade(m, e.norms, reference);
    }
    if (m.standing == Standing::out_of_band && looser_than_the_others(loose, i))
      m.has_loose = true, m.loose = m.line;
    verdict.metrics.push_back(m);
  }
}

}  // namespace firstchair::judge
