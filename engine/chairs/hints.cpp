#include "engine/chairs/hints.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

#include "engine/chairs/played_bars.h"
#include "engine/judge/line_timing.h"

namespace firstchair::chairs {
namespace {

using Errors = std::map<std::tuple<int, Ticks, Line>, double>;

Errors residuals(const Take& take) {
  const PlayedBars played(take);
  Errors errors;
  for (const judge::LineTiming& line : judge::take_apart(take.hits, take.chart, take.alignment)) {
    for (const judge::TimedStroke& s : line.strokes) {
      const Match& match = take.alignment.matches[static_cast<std::size_t>(s.match)];
      if (std::isfinite(s.residual_ms))
        errors.emplace(std::tuple(played.of(match), s.in_bar, line.line), s.residual_ms);
    }
  }
  return errors;
}

}  // namespace

Replay replayed(const Take& a, const Take& b) {
  const Errors ours = residuals(a), others = residuals(b);
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  for (const auto& [note, error] : ours) {
    const auto other = others.find(note);
    if (other == others.end()) continue;
    n += 1, x += error, y += other->second;
    xx += error * error, yy += other->second * other->second, xy += error * other->second;
  }
  Replay replay{.notes = static_cast<int>(n)};
  const double vx = n * xx - x * x, vy = n * yy - y * y;
  if (replay.notes >= kReplayNotes && vx > 0 && vy > 0)
    replay.correlation = (n * xy - x * y) / std::sqrt(vx * vy);
  return replay;
}

double on_a_grid(const Take& take) {
  if (take.source.kind != SourceKind::midi || take.hits.size() < 32 || !(take.reading.bpm > 0)) return 0;
  const double quarter = 60 * take.source.rate / take.reading.bpm, near = take.source.rate * 0.0005;
  double best = 0;
  // Intervals from stroke to stroke, since the tempo is not known well enough to count on through a take.
  for (const int per_quarter : {4, 6, 8, 12}) {
    const double step = quarter / per_quarter;
    double on = 0, n = 0;
    for (std::size_t i = 1; i < take.hits.size(); ++i) {
      const auto apart = static_cast<double>(take.hits[i].frame - take.hits[i - 1].frame);
      if (apart > 2 * quarter) continue;
      n += 1;
      on += std::abs(apart - step * std::round(apart / step)) <= near;
    }
    if (n > 0) best = std::max(best, on / n);
  }
  return best;
}

double same_velocity(const Take& take) {
  if (take.source.kind != SourceKind::midi) return 0;
  std::array<std::map<int, int>, kLineCount> lines;
  std::array<int, kLineCount> strokes{};
  for (const Hit& hit : take.hits) {
    const auto line = static_cast<std::size_t>(line_of(hit.voice));
    ++strokes[line];
    ++lines[line][static_cast<int>(std::lround(hit.strength))];
  }
  double most = 0;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    if (strokes[line] < 32) continue;
    for (const auto& [velocity, n] : lines[line])
      most = std::max(most, static_cast<double>(n) / strokes[line]);
  }
  return most;
}

}  // namespace firstchair::chairs
