#include "engine/core/hit_count.h"

#include <cmath>
#include <cstdlib>

#include "engine/core/take.h"

namespace firstchair {
namespace {

constexpr double kOneStrokeMs = 40;

}  // namespace

HitCount& HitCount::operator+=(const HitCount& other) {
  notes += other.notes;
  missed += other.missed;
  wrong += other.wrong;
  covered += other.covered;
  extra += other.extra;
  return *this;
}

CountedAs counted_as(MatchKind kind, bool no_slip) {
  switch (kind) {
    case MatchKind::matched:
      return CountedAs::heard;
    case MatchKind::wrong_voice:
      return CountedAs::wrong;
    case MatchKind::missed:
      return CountedAs::missed;
    case MatchKind::masked:
      return CountedAs::covered;
    case MatchKind::extra:
      return no_slip ? CountedAs::none : CountedAs::extra;
    case MatchKind::grace:
      break;
  }
  return CountedAs::none;
}

void add(HitCount& count, CountedAs tally) {
  count.notes += tally != CountedAs::none && tally != CountedAs::extra;
  count.missed += tally == CountedAs::missed;
  count.wrong += tally == CountedAs::wrong;
  count.covered += tally == CountedAs::covered;
  count.extra += tally == CountedAs::extra;
}

bool may_be_one_stroke(const Source& source, Frames a, Frames b) {
  return source.kind == SourceKind::audio &&
         frames_to_ms(static_cast<double>(std::abs(a - b)), source.rate) < kOneStrokeMs;
}

bool may_be_one_stroke(const Source& source, std::span<const Hit> hits, std::size_t hit) {
  const Frames at = hits[hit].frame;
  return (hit > 0 && may_be_one_stroke(source, hits[hit - 1].frame, at)) ||
         (hit + 1 < hits.size() && may_be_one_stroke(source, hits[hit + 1].frame, at));
}

HitCounts count_hits(const Source& source, std::span<const Hit> hits, const Chart& chart,
                     std::span<const Match> matches) {
  HitCounts counts;
  const FreeBars free(chart);
  for (const Match& match : matches) {
    const bool no_slip =
        match.kind == MatchKind::extra && match.hit >= 0 &&
        (free.has(match.tick) || may_be_one_stroke(source, hits, static_cast<std::size_t>(match.hit)));
    const CountedAs tally = counted_as(match.kind, no_slip);
    const Line line = match.note >= 0  ? line_of(chart.notes[static_cast<std::size_t>(match.note)].voice)
                      : match.hit >= 0 ? line_of(hits[static_cast<std::size_t>(match.hit)].voice)
                                       : Line::pad;
    add(counts.all, tally);
    add(counts.lines[static_cast<std::size_t>(line)], tally);
  }
  return counts;
}

HitCounts count_hits(const Take& take) {
  return count_hits(take.source, take.hits, take.chart, take.alignment.matches);
}

}  // namespace firstchair
