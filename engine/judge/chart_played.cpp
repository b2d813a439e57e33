#include "engine/judge/chart_played.h"

namespace firstchair::judge {
namespace {

constexpr std::size_t kLeastStrokes = 32;
// Rock eighths with a line left out explain .87 of the chart, with the ghosts of funk added .87; bossa nova
// explains .78 of rock eighths, samba and swing nothing. An ear loses and adds strokes of its own.
constexpr double kLeastExplained = 0.8, kLeastHeard = 0.6;
constexpr double kAllAnswered = 0.95;  // of the strokes: then it is the chart, with notes left out

struct Shares {
  double answered = 0, strokes = 0, notes = 0;
};

Shares shares(const Alignment& alignment) {
  Shares s;
  for (const Match& match : alignment.matches) {
    switch (match.kind) {
      case MatchKind::matched:
        ++s.answered, ++s.strokes, ++s.notes;
        break;
      case MatchKind::wrong_voice:
        ++s.strokes, ++s.notes;
        break;
      case MatchKind::extra:
        ++s.strokes;
        break;
      case MatchKind::missed:
        ++s.notes;
        break;
      case MatchKind::grace:
      case MatchKind::masked:
        break;
    }
  }
  return s;
}

}  // namespace

double explained(const Alignment& alignment) {
  const Shares s = shares(alignment);
  return s.strokes + s.notes > 0 ? 2 * s.answered / (s.strokes + s.notes) : 1;
}

bool chart_is_played(const Alignment& alignment, std::size_t strokes, SourceKind kind) {
  if (strokes < kLeastStrokes) return true;
  const Shares s = shares(alignment);
  if (s.answered >= kAllAnswered * s.strokes) return s.answered > 0;
  return explained(alignment) >= (kind == SourceKind::audio ? kLeastHeard : kLeastExplained);
}

}  // namespace firstchair::judge
