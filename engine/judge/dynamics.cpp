// Dynamics: how even a line's level is where it should be even, and how far ghosts lie under the rest.
#include <array>
#include <cmath>
#include <map>

#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeededLevels = 32;
constexpr int kNeededGhosts = 8;       // and as many others
constexpr std::size_t kLeastCell = 4;  // strokes at one place of the bar
constexpr double kLeastSpread = 0.5;   // dB; a programmed take has no spread to divide by
constexpr double kOpen = 100;          // the band has no upper end

struct Loudness {
  std::size_t match;
  double db;
};

using Cells = std::map<std::pair<int, Ticks>, std::vector<Loudness>>;

Cells cells_of(const Evidence& e, Line line, Dynamic dynamic) {
  Cells cells;
  for (std::size_t i = 0; i < e.alignment.matches.size(); ++i) {
    const Match& match = e.alignment.matches[i];
    if (match.hit < 0 || match.note < 0 || match.kind != MatchKind::matched) continue;
    if (line_of(e.note(match).voice) != line || e.note(match).dynamic != dynamic) continue;
    const Bar& bar = bar_at(e.bars, match.tick);
    cells[{bar.meter.beats * 128 + bar.meter.unit, match.tick - bar.start}].push_back(
        {i, static_cast<double>(e.hit(match).level_db)});
  }
  return cells;
}

// Levels about the mean of their place in the bar (a pattern of accents is no unevenness), in order of time.
std::vector<double> about_their_place(const Cells& cells) {
  std::map<std::size_t, double> in_order;
  for (const auto& [place, cell] : cells) {
    if (cell.size() < kLeastCell) continue;
    double mean = 0;
    for (const Loudness& stroke : cell) mean += stroke.db / static_cast<double>(cell.size());
    const double share = std::sqrt(1 - 1 / static_cast<double>(cell.size()));
    for (const Loudness& stroke : cell) in_order.emplace(stroke.match, (stroke.db - mean) / share);
  }
  std::vector<double> levels;
  for (const auto& [match, level] : in_order) levels.push_back(level);
  return levels;
}

void measure_evenness(const Evidence& e, Line line, Dynamic dynamic, Verdict& verdict) {
  const Cells cells = cells_of(e, line, dynamic);
  if (cells.empty()) return;
  std::vector<double> levels = about_their_place(cells);
  if (!levels.empty()) {
    const stats::Interval core = stats::robust_core(levels, kLeastSpread);
    std::erase_if(levels, [&](double level) { return level < core.low || level > core.high; });
  }
  const stats::Sample sample = stats::describe(levels);
  Metric m = make_metric(Measure::dynamics, line, sample.n, kNeededLevels);
  m.dynamic = dynamic;
  if (m.standing != Standing::too_few) {
    set_interval(m, sample.sd, stats::sd_interval(sample));
    // The norm is one of MIDI velocities; sound in a room has another scale. Without a chart an uneven level
    // may be meant.
    m.band_high = e.source.kind == SourceKind::midi && dynamic != Dynamic::ghost && e.reading.chart_given
                      ? e.norms.level_sd_p90[static_cast<std::size_t>(line)]
                      : 0;
    if (m.band_high > 0) lay_beside_band(m, Sides::above, true);
  }
  verdict.metrics.push_back(m);
}

void measure_accent(const Evidence& e, Line line, Verdict& verdict) {
  std::vector<double> ghosts, others;
  for (const Match& match : e.alignment.matches) {
    if (match.hit < 0 || match.note < 0 || match.kind != MatchKind::matched) continue;
    if (line_of(e.note(match).voice) != line) continue;
    (e.note(match).dynamic == Dynamic::ghost ? ghosts : others)
        .push_back(static_cast<double>(e.hit(match).level_db));
  }
  if (ghosts.empty() || others.empty()) return;
  const stats::Sample ghost = stats::describe(ghosts), other = stats::describe(others);
  Metric m = make_metric(Measure::accent, line, std::min(ghost.n, other.n), kNeededGhosts);
  m.band_low = e.config.ghosts_apart;
  m.band_high = kOpen;
  if (m.standing != Standing::too_few) {
    const double spread = std::max(kLeastSpread, std::sqrt((ghost.sd * ghost.sd + other.sd * other.sd) / 2));
    const double d = (other.mean - ghost.mean) / spread;
    const double error =
        std::sqrt(1 / ghost.n_mean() + 1 / other.n_mean() + d * d / (2 * (ghost.n_var + other.n_var)));
    set_interval(m, d, {d - 1.96 * error, d + 1.96 * error});
    m.mean = other.mean - ghost.mean;
    const double mean_error = std::hypot(ghost.mean_error(), other.mean_error());
    m.mean_low = m.mean - 1.96 * mean_error;
    m.mean_high = m.mean + 1.96 * mean_error;
    lay_beside_band(m, Sides::below);
  }
  verdict.metrics.push_back(m);
}

}  // namespace

void measure_dynamics(const Evidence& e, Verdict& verdict) {
  for (int i = 0; i < kLineCount; ++i) {
    const Line line = static_cast<Line>(i);
    for (const Dynamic dynamic : {Dynamic::accent, Dynamic::normal, Dynamic::ghost}) {
      measure_evenness(e, line, dynamic, verdict);
    }
    // Without a chart the ghosts were picked by their level: that they lie lower says nothing.
    if (e.reading.chart_given) measure_accent(e, line, verdict);
  }
}

}  // namespace firstchair::judge
