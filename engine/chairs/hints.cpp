#include "engine/chairs/hints.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "engine/judge/line_timing.h"

namespace firstchair::chairs {
namespace {

auto note_of(const NoteError& e) {
  return std::pair(e.at, e.line);
}

// Holds the errors within kClamp of their own SD, as the middle half of them tells it: strokes that an ear
// takes for others would outweigh all the rest.
void clamp(std::vector<NoteError>& errors) {
  constexpr double kClamp = 2.5, kOfNormal = 1.4826;
  if (errors.empty()) return;
  std::vector<double> sizes;
  for (const NoteError& e : errors) sizes.push_back(std::abs(e.error_ms));
  const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
  std::nth_element(sizes.begin(), middle, sizes.end());
  const double most = kClamp * kOfNormal * *middle;
  for (NoteError& e : errors) e.error_ms = std::clamp(e.error_ms, -most, most);
}

// The errors of two takes, of which `b` is moved by so many quarters.
Replay moved(const std::vector<NoteError>& a, const std::vector<NoteError>& b, int quarters) {
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  const Ticks by = quarters * kTicksPerQuarter;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const auto ours = note_of(a[i]), theirs = std::pair(b[j].at + by, b[j].line);
    if (ours != theirs) {
      ++(ours < theirs ? i : j);
      continue;
    }
    const double p = a[i++].error_ms, q = b[j++].error_ms;
    n += 1, x += p, y += q;
    xx += p * p, yy += q * q, xy += p * q;
  }
  Replay replay{.notes = static_cast<int>(n), .quarters = quarters};
  const double vx = n * xx - x * x, vy = n * yy - y * y;
  if (replay.notes >= kReplayNotes && vx > 0 && vy > 0)
    replay.correlation = (n * xy - x * y) / std::sqrt(vx * vy);
  return replay;
}

}  // namespace

std::vector<NoteError> note_errors(const Take& take) {
  std::vector<NoteError> errors;
  for (const judge::LineTiming& line : judge::take_apart(take.hits, take.chart, take.alignment)) {
    for (const judge::TimedStroke& s : line.strokes) {
      const Match& match = take.alignment.matches[static_cast<std::size_t>(s.match)];
      const Ticks offset = take.alignment.passages[static_cast<std::size_t>(match.passage)].offset;
      if (std::isfinite(s.residual_ms)) errors.push_back({match.tick + offset, line.line, s.residual_ms});
    }
  }
  clamp(errors);
  std::stable_sort(errors.begin(), errors.end(),
                   [](const NoteError& a, const NoteError& b) { return note_of(a) < note_of(b); });
  return errors;
}

Replay replayed(const std::vector<NoteError>& a, const std::vector<NoteError>& b) {
  Replay best = moved(a, b, 0);
  for (int quarters = 1; quarters <= kReplayQuarters && best.correlation < kReplay; ++quarters) {
    for (const int by : {quarters, -quarters}) {
      const Replay replay = moved(a, b, by);
      if (replay.correlation >= kReplay && replay.correlation > best.correlation) best = replay;
    }
  }
  return best;
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
