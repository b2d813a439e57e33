// Doubles: how much later, and how much louder, the second stroke of a hand lands than the strokes about it,
// where the chart writes the sticking.
//
// The second stroke of a double stands between that hand's first and the other hand's next one, at equal
// spacing: its error less the mean of theirs. The tempo, drift and the drum's own offset cancel.
#include <algorithm>
#include <cmath>

#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeeded = 16;  // doubles
// What listeners notice of one displaced note in an even stream: 6 ms, from intervals of 240 ms on 2.5 %.
constexpr double kNoticed = 6, kNoticedShare = 0.025;
constexpr double kEven = 3;  // dB; the professionals' spread within one place is up to 2.7

struct Seconds {
  std::vector<double> late, louder;  // ms, dB: against the strokes about it
  double spacing_ms = 0;             // sum over late
};

Seconds collect(const Evidence& e, const LineTiming& line) {
  Seconds seconds;
  const auto note_of = [&](const TimedStroke& s) -> const Note& {
    return e.chart.notes[static_cast<std::size_t>(s.note)];
  };
  const auto level_of = [&](const TimedStroke& s) {
    return static_cast<double>(e.hit(e.alignment.matches[static_cast<std::size_t>(s.match)]).level_db);
  };
  for (std::size_t i = 1; i + 1 < line.strokes.size(); ++i) {
    const TimedStroke &first = line.strokes[i - 1], &second = line.strokes[i], &next = line.strokes[i + 1];
    const Note &a = note_of(first), &b = note_of(second), &c = note_of(next);
    if (b.hand == Hand::unwritten || a.hand != b.hand || c.hand == b.hand || c.hand == Hand::unwritten)
      continue;
    // A third stroke of the hand is no double.
    if (i >= 2 && line.strokes[i - 2].passage == first.passage &&
        note_of(line.strokes[i - 2]).hand == a.hand &&
        first.tick - line.strokes[i - 2].tick == second.tick - first.tick) {
      continue;
    }
    if (first.passage != second.passage || next.passage != second.passage ||
        second.tick - first.tick != next.tick - second.tick) {
      continue;
    }
    seconds.late.push_back(second.error_ms - (first.error_ms + next.error_ms) / 2);
    seconds.spacing_ms += frames_to_ms(next.target - first.target, e.source.rate) / 2;
    if (a.dynamic == b.dynamic && c.dynamic == b.dynamic)
      seconds.louder.push_back(level_of(second) - (level_of(first) + level_of(next)) / 2);
  }
  return seconds;
}

}  // namespace

void measure_doubles(const Evidence& e, Verdict& verdict) {
  for (const LineTiming& line : e.lines) {
    const Seconds seconds = collect(e, line);
    if (seconds.late.empty()) continue;
    Metric m = make_metric(Measure::doubles, line.line, static_cast<int>(seconds.late.size()), kNeeded);
    if (m.standing != Standing::too_few) {
      const stats::Sample late = stats::describe(seconds.late);
      set_interval(m, late.mean, stats::mean_interval(late));
      m.band_high =
          std::max(kNoticed, kNoticedShare * seconds.spacing_ms / static_cast<double>(seconds.late.size()));
      m.band_low = -m.band_high;
      lay_beside_band(m, Sides::both);
    }
    verdict.metrics.push_back(m);
    // Levels from sound hang on the room and on what rings.
    if (seconds.louder.empty() || e.source.kind != SourceKind::midi) continue;
    Metric level =
        make_metric(Measure::doubles_level, line.line, static_cast<int>(seconds.louder.size()), kNeeded);
    if (level.standing != Standing::too_few) {
      const stats::Sample louder = stats::describe(seconds.louder);
      set_interval(level, louder.mean, stats::mean_interval(louder));
      level.band_high = kEven;
      level.band_low = -kEven;
      lay_beside_band(level, Sides::both);
    }
    verdict.metrics.push_back(level);
  }
}

}  // namespace firstchair::judge
