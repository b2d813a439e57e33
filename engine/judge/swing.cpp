// Swing: how long the first eighth of a beat lasts against the second, from mean positions.
//
// f = place of the off-beat in its beat, ratio = f / (1 - f). The mean of single ratios would be too large
// (the ratio is curved in f), so f is averaged first; se(ratio) = se(f) / (1 - f)^2. Beat and off-beat of one
// quarter share most of their error, so they are taken as pairs.
//
// A ratio that surely changes over the take is a straight line through the pairs: the mean's interval is that
// of what is left, and the ratio at the end is told beside it.
//
// It is spoken of when the chart swings (a ratio above 1, or off-beats written as the last triplet) and,
// where the chart is straight or there is none, only when the playing swings measurably.
#include <algorithm>
#include <cmath>
#include <map>

#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeededPairs = 16;  // quarters with beat and off-beat
constexpr Ticks kHalf = kTicksPerQuarter / 2, kTwoThirds = kTicksPerQuarter * 2 / 3;
constexpr double kShortNote = 100;  // ms, under which the short eighth does not fall
constexpr double kMostSwing = 3.5;
constexpr double kSureChange = 3.3;  // standard errors: 1 in 1000 by chance

double ratio_of(double f) {
  return f / (1 - f);
}

// What is usual at a tempo: about 3.5 : 1 slow, even when fast, the short note not below 100 ms.
double usual_ratio(double beat_ms) {
  const double brief = std::max(kShortNote, beat_ms / 4.5);
  return std::clamp((beat_ms - brief) / brief, 1.0, kMostSwing);
}

// Quarters of the chart that hold nothing but eighths on the beat and off it, and where those off-beats
// belong (as a share of the quarter); 0: another rhythm.
std::map<Ticks, double> eighth_quarters(const Chart& chart) {
  std::map<Ticks, double> wanted;
  for (const Note& note : chart.notes) {
    const Ticks quarter = note.tick / kTicksPerQuarter, in = note.tick % kTicksPerQuarter;
    const double place = in == kHalf ? chart.swing / (1 + chart.swing) : in == kTwoThirds ? 2.0 / 3 : 0;
    auto [at, fresh] = wanted.emplace(quarter, in == 0 ? -1 : place);
    if (fresh || in == 0) continue;
    at->second = at->second == -1 || at->second == place ? place : 0;
  }
  return wanted;
}

// The quarter grid of the chart is that of its beats: true in x/4 and x/2.
bool simple(const TimedStroke& stroke) {
  return (stroke.meter & 127) <= 4;
}

struct Swing {
  const LineTiming* line = nullptr;
  std::vector<double> late;  // ms, off-beat minus beat, of one quarter each
  double wanted = 0.5;
};

// The line with the most off-beats that all belong at one place.
Swing busiest(const Evidence& e) {
  const std::map<Ticks, double> quarters = eighth_quarters(e.chart);
  Swing best;
  for (const LineTiming& line : e.lines) {
    std::map<double, Swing> by_place;
    for (std::size_t i = 1; i < line.strokes.size(); ++i) {
      const TimedStroke &on = line.strokes[i - 1], &off = line.strokes[i];
      if (off.quarter != on.quarter || on.tick % kTicksPerQuarter != 0 || off.tick == on.tick) continue;
      const auto quarter = quarters.find(on.tick / kTicksPerQuarter);
      if (!simple(on) || quarter == quarters.end() || quarter->second <= 0) continue;
      Swing& swing = by_place[quarter->second];
      swing.line = &line;
      swing.wanted = quarter->second;
      swing.late.push_back(off.error_ms - on.error_ms);
    }
    for (auto& [place, swing] : by_place) {
      if (swing.late.size() > best.late.size()) best = std::move(swing);
    }
  }
  return best;
}

// The straight line through the pairs in order of time: per pair, and its error; and what it leaves.
struct Change {
  double per_pair = 0, error = 0;
  stats::Sample left;
  double middle = 0;  // pairs from the first to the middle one
};

Change change_of(const std::vector<double>& late, double mean) {
  Change change;
  change.middle = (static_cast<double>(late.size()) - 1) / 2;
  double cross = 0, squares = 0;
  for (std::size_t i = 0; i < late.size(); ++i) {
    const double u = static_cast<double>(i) - change.middle;
    cross += u * (late[i] - mean);
    squares += u * u;
  }
  if (!(squares > 0)) return change;
  change.per_pair = cross / squares;
  std::vector<double> left;
  for (std::size_t i = 0; i < late.size(); ++i)
    left.push_back(late[i] - mean - change.per_pair * (static_cast<double>(i) - change.middle));
  change.left = stats::describe(left, 2);
  change.error =
      change.left.sd / std::sqrt(squares) * std::sqrt((1 + change.left.rho) / (1 - change.left.rho));
  return change;
}

}  // namespace

void measure_swing(Evidence& e, Verdict& verdict) {
  const Swing swing = busiest(e);
  if (swing.late.empty() || !(e.bpm > 0)) return;
  const stats::Sample late = stats::describe(swing.late);
  Metric m = make_metric(Measure::swing, swing.line->line, late.n, kNeededPairs);
  const bool written = swing.wanted > 0.5;
  if (m.standing == Standing::too_few) {
    if (written) verdict.metrics.push_back(m);
    return;
  }
  const double beat = 60000 / e.bpm;
  const double f = swing.wanted + late.mean / beat;
  if (!(f > 0.05) || !(f < 0.95)) return;
  const Change change = change_of(swing.late, late.mean);
  const bool changes = std::abs(change.per_pair) > kSureChange * change.error;
  const stats::Interval about = stats::mean_interval(changes ? change.left : late);
  const double half = (about.high - about.low) / 2 / beat;
  const double heard = kAudible / beat;
  e.swung_unwritten = !written && f - half > 0.5 + heard;
  if (!written && !e.swung_unwritten) return;
  const double slope = 1 / ((1 - f) * (1 - f));
  set_interval(m, ratio_of(f), {ratio_of(f) - half * slope, ratio_of(f) + half * slope});
  const double usual = usual_ratio(beat);
  const double wanted = e.reading.chart_given ? swing.wanted : usual / (1 + usual);
  m.band_low = ratio_of(std::max(0.0, wanted - heard));
  m.band_high = ratio_of(std::min(0.95, wanted + heard));
  if (e.reading.chart_given) lay_beside_band(m, Sides::both);
  const double end = f + change.per_pair * change.middle / beat;
  if (changes && end > 0.05 && end < 0.95) {
    const double reach =
        std::hypot(half, stats::t_quantile(change.left.n_mean() - 2) * change.error * change.middle / beat) /
        ((1 - end) * (1 - end));
    Metric last = m;
    set_interval(last, ratio_of(end), {ratio_of(end) - reach, ratio_of(end) + reach});
    if (e.reading.chart_given) lay_beside_band(last, Sides::both);
    m.mean = last.value;
    m.mean_low = last.low;
    m.mean_high = last.high;
    if (last.standing == Standing::out_of_band) m.standing = last.standing, m.excess = last.excess;
  }
  e.swung_wrongly = m.standing == Standing::out_of_band;
  verdict.metrics.push_back(m);
}

}  // namespace firstchair::judge
