// Mean tempo and drift, from when each beat was struck.
//
// The smoothed pulse has lost the noise of the strokes, and its points hang together: an interval from them
// would be too narrow. So the noise is put back: a beat was struck at its pulse point plus the mean error of
// its strokes (their line's lean and place taken out). Time against beats is then a parabola plus correlated
// noise; its bend is the drift, and the noise about it, with its autocorrelation, gives the interval. Where
// the tempo itself wanders the noise is wide and slow, and the interval grows with it.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeededForTempo = 8;  // beats
constexpr int kNeededForDrift = 48;
constexpr double kTempoBand =
    0.02;  // of the tempo asked for: about the smallest change of tempo that is heard
constexpr double kDriftBand = 1.0;   // %/min that no one hears over minutes
constexpr double kDriftHeard = 2.0;  // % from first beat to last that is not heard in a short take

struct Beat {
  double position = 0;  // quarters at the tempo of the chart's start
  double seconds = 0;   // as struck
  Ticks tick = 0;       // in the chart
};

using Stretch = std::vector<Beat>;  // beats of one pulse

// Mean error per pulse point, and how many strokes made it.
std::vector<std::pair<double, int>> stroke_noise(const Evidence& e) {
  const std::vector<PulsePoint>& pulse = e.alignment.pulse;
  std::vector<std::pair<double, int>> noise(pulse.size());
  for (const LineTiming& line : e.lines) {
    for (const TimedStroke& stroke : line.strokes) {
      auto after = std::upper_bound(pulse.begin(), pulse.end(), stroke.target + 0.5,
                                    [](double frame, const PulsePoint& p) { return frame < p.frame; });
      if (after == pulse.begin()) continue;
      auto& [mean, n] = noise[static_cast<std::size_t>(after - pulse.begin() - 1)];
      ++n;
      mean += (stroke.error_ms - line.error.mean - stroke.place_ms - mean) / n;
    }
  }
  return noise;
}

std::vector<Stretch> struck_beats(const Evidence& e) {
  const std::vector<PulsePoint>& pulse = e.alignment.pulse;
  const auto noise = stroke_noise(e);
  const double start_bpm = tempo_at(e.chart, 0);
  std::vector<Stretch> stretches;
  double position = 0;
  std::int32_t last_passage = -1;
  Ticks last_performed = 0;
  double step = 1;  // played quarters per written quarter
  for (std::size_t i = 0; i < pulse.size(); ++i) {
    const PulsePoint& point = pulse[i];
    const Passage& passage = e.alignment.passages[static_cast<std::size_t>(point.passage)];
    const Ticks performed = point.tick + passage.offset;
    if (stretches.empty() || (point.passage != last_passage && passage.new_pulse)) {
      stretches.push_back({});
      position = 0;
    } else {
      position +=
          static_cast<double>(performed - last_performed) / static_cast<double>(kTicksPerQuarter) * step;
    }
    last_passage = point.passage;
    last_performed = performed;
    const double here = tempo_at(e.chart, point.tick);
    step = here > 0 ? start_bpm / here : 1;
    if (noise[i].second == 0) continue;
    stretches.back().push_back({position, point.frame / e.source.rate + noise[i].first / 1000, point.tick});
  }
  return stretches;
}

// seconds = c0 + c1 x + c2 x^2, x = position scaled to -1..1.
struct Parabola {
  std::array<double, 3> c{};
  double c2_unit = 0;  // standard error of c2 per unit of white noise
  double middle = 0, half = 1;
  std::vector<double> residual;
};

Parabola fit(const Stretch& beats) {
  Parabola p;
  p.middle = (beats.front().position + beats.back().position) / 2;
  p.half = (beats.back().position - beats.front().position) / 2;
  // Orthogonal polynomials (Forsythe): no system to solve, and the error of c2 is plain.
  const auto n = static_cast<double>(beats.size());
  double mean_x = 0;
  for (const Beat& b : beats) mean_x += (b.position - p.middle) / p.half / n;
  double s2 = 0, s3 = 0;
  for (const Beat& b : beats) {
    const double x = (b.position - p.middle) / p.half - mean_x;
    s2 += x * x;
    s3 += x * x * x;
  }
  const double skew = s3 / s2;
  double q2 = 0, y0 = 0, y1 = 0, y2 = 0;
  for (const Beat& b : beats) {
    const double x = (b.position - p.middle) / p.half - mean_x, q = x * x - skew * x - s2 / n;
    const double y = b.seconds - beats.front().seconds;
    q2 += q * q;
    y0 += y / n;
    y1 += x * y / s2;
    y2 += q * y;
  }
  y2 /= q2;
  for (const Beat& b : beats) {
    const double x = (b.position - p.middle) / p.half - mean_x, q = x * x - skew * x - s2 / n;
    p.residual.push_back(b.seconds - beats.front().seconds - y0 - y1 * x - y2 * q);
  }
  p.c = {y0, y1 - y2 * (skew + 2 * mean_x), y2};
  p.c2_unit = 1 / std::sqrt(q2);
  return p;
}

// What is left about the parabola.
struct Noise {
  double sd = 0;
  double free = 2;       // degrees of freedom, as of independent beats
  double inflation = 1;  // of standard errors, for the autocorrelation
};

Noise noise_of(const Parabola& p) {
  const stats::Sample residual = stats::describe(p.residual, 3);
  double rho = residual.rho;
  // A slow wander under independent noise hides at lag 1 and shows at lag 2.
  const auto n = static_cast<double>(p.residual.size());
  double cross = 0, squares = 0;
  for (std::size_t i = 0; i < p.residual.size(); ++i) {
    squares += p.residual[i] * p.residual[i];
    if (i >= 2) cross += p.residual[i] * p.residual[i - 2];
  }
  const double second = squares > 0 ? cross / squares + 3 / n : 0;
  if (second > 1 / std::sqrt(n)) rho = std::max(rho, std::min(0.9, std::sqrt(second)));
  const double worth = n * (1 - rho) / (1 + rho);
  Noise noise;
  noise.free = std::max(2.0, worth - 3);
  noise.inflation = std::sqrt((1 + rho) / (1 - rho));
  // A fit of three parameters takes more out of correlated noise than out of white.
  noise.sd = residual.sd * std::sqrt(std::max(1.0, worth / noise.free));
  return noise;
}

// Where the tempo changed: the largest excursion of the summed deviations of the periods from their mean
// (CUSUM). Below 1.36 standard errors (the 5 % point of a Brownian bridge's maximum) it may be anywhere, and
// none is named.
Place change_point(const Evidence& e, const Stretch& beats) {
  constexpr std::size_t kBlock = 8;  // beats; periods of single beats are mostly noise
  std::vector<double> periods;
  for (std::size_t i = kBlock; i < beats.size(); i += kBlock) {
    periods.push_back((beats[i].seconds - beats[i - kBlock].seconds) /
                      (beats[i].position - beats[i - kBlock].position));
  }
  if (periods.size() < 4) return {};
  double mean = 0, noise = 0;
  for (const double p : periods) mean += p / static_cast<double>(periods.size());
  for (std::size_t i = 1; i < periods.size(); ++i) {
    noise += (periods[i] - periods[i - 1]) * (periods[i] - periods[i - 1]);
  }
  noise = std::sqrt(noise / (2 * static_cast<double>(periods.size() - 1)));
  double sum = 0, largest = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i + 1 < periods.size(); ++i) {
    sum += periods[i] - mean;
    if (std::abs(sum) > largest) largest = std::abs(sum), at = (i + 1) * kBlock;
  }
  if (largest < 1.36 * noise * std::sqrt(static_cast<double>(periods.size()))) return {};
  return e.place_at(beats[at].tick);
}

}  // namespace

void measure_tempo(Evidence& e, Verdict& verdict) {
  const std::vector<Stretch> stretches = struck_beats(e);
  double quarters = 0, seconds = 0, noise = 0;
  int beats = 0;
  const Stretch* longest = nullptr;
  for (const Stretch& stretch : stretches) {
    if (stretch.size() < 4) continue;
    beats += static_cast<int>(stretch.size());
    quarters += stretch.back().position - stretch.front().position;
    seconds += stretch.back().seconds - stretch.front().seconds;
    const double sd = noise_of(fit(stretch)).sd;
    noise += 2 * sd * sd;
    if (longest == nullptr || stretch.size() > longest->size()) longest = &stretch;
  }
  Metric tempo = make_metric(Measure::tempo, beats, kNeededForTempo);
  if (seconds > 0) e.bpm = 60 * quarters / seconds;
  if (tempo.standing != Standing::too_few) {
    const double half = 1.96 * std::sqrt(noise) / seconds * e.bpm;
    set_interval(tempo, e.bpm, {e.bpm - half, e.bpm + half});
    if (e.config.bpm_wanted > 0) {
      tempo.band_low = e.config.bpm_wanted * (1 - kTempoBand);
      tempo.band_high = e.config.bpm_wanted * (1 + kTempoBand);
      lay_beside_band(tempo, Sides::both);
    } else {
      tempo.mean = e.config.bpm_written;
    }
  }
  verdict.metrics.push_back(tempo);

  Metric drift =
      make_metric(Measure::drift, longest ? static_cast<int>(longest->size()) : 0, kNeededForDrift);
  if (drift.standing != Standing::too_few) {
    const Parabola p = fit(*longest);
    const Noise left = noise_of(p);
    const double period = p.c[1] / p.half;
    const double per_bend = -6000 * 2 / (p.half * p.half * period * period);  // %/min per unit of c2
    const double half =
        stats::t_quantile(left.free) * p.c2_unit * left.sd * left.inflation * std::abs(per_bend);
    const double value = per_bend * p.c[2];
    set_interval(drift, value, {value - half, value + half});
    const double minutes = (longest->back().seconds - longest->front().seconds) / 60;
    drift.band_high = std::max(kDriftBand, kDriftHeard / minutes);
    drift.band_low = -drift.band_high;
    lay_beside_band(drift, Sides::both);
    if (drift.standing == Standing::out_of_band) drift.place = change_point(e, *longest);
  }
  verdict.metrics.push_back(drift);
}

}  // namespace firstchair::judge
