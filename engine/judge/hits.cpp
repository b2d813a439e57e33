// Hits: notes left out, strokes too many, strokes on another drum, per 100 notes.
//
// A take is clean with at most 2 in 100 missed and extra together, so the band of each is 1 in 100. One slip
// is never a finding: the interval of one in a few notes would call it one.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeeded = 8;    // notes
constexpr double kClean = 1;  // per 100
constexpr double kInABar = 3;

struct Count {
  int notes = 0;       // that a stroke should have answered
  double unheard = 0;  // of these, what the source is expected to lose
  std::vector<Place> missed, extra, wrong;
};

int most_in_a_bar(const std::vector<Place>& places) {
  int most = 0;
  for (const Place& place : places) {
    most =
        std::max(most, static_cast<int>(std::count_if(places.begin(), places.end(), [&](const Place& other) {
                   return other.bar == place.bar && other.played == place.played;
                 })));
  }
  return most;
}

Metric rate(Measure measure, const Count& count, const std::vector<Place>& places, double expected) {
  Metric m = make_metric(measure, count.notes, kNeeded);
  m.places = places;
  if (m.standing == Standing::too_few) return m;
  const auto events = static_cast<double>(places.size());
  if (measure == Measure::extra) {
    // There may be more extra strokes than notes: the interval is that of their share of both, turned back
    // into odds.
    const stats::Interval share = stats::wilson(events, count.notes + events);
    const auto odds = [](double p) { return 100 * p / (1 - std::min(p, 0.999)); };
    set_interval(m, 100 * events / count.notes, {odds(share.low), odds(share.high)});
  } else {
    const stats::Interval share = stats::wilson(events, count.notes);
    set_interval(m, 100 * events / count.notes, {100 * share.low, 100 * share.high});
  }
  m.band_high = kClean + 100 * expected / count.notes;  // what the source does itself is not the player's
  lay_beside_band(m, Sides::above);
  if (places.size() < 2) m.standing = Standing::in_band;
  // A few in one bar are a place to work at, however rare they are in the take.
  if (m.standing == Standing::in_band && most_in_a_bar(places) >= kInABar + 2 * expected) {
    m.standing = Standing::out_of_band;
  }
  return m;
}

// From sound, two attacks this close may be one stroke: a rattling head, a cymbal's wash, a time-stretched
// recording.
bool maybe_one_stroke(const Evidence& e, std::int32_t hit) {
  if (e.source.kind != SourceKind::audio) return false;
  constexpr double kOneStrokeMs = 40;
  const auto near = [&](std::int64_t other) {
    if (other < 0 || other >= static_cast<std::int64_t>(e.hits.size())) return false;
    const Frames apart =
        e.hits[static_cast<std::size_t>(other)].frame - e.hits[static_cast<std::size_t>(hit)].frame;
    return std::abs(frames_to_ms(static_cast<double>(apart), e.source.rate)) < kOneStrokeMs;
  };
  return near(hit - 1) || near(hit + 1);
}

// Of a chart that is played over and over, the bar of the take; 0 where the chart's says it.
int played_bar(const Evidence& e, const Match& match, int bar) {
  const auto passage = static_cast<std::size_t>(match.passage);
  if (e.chart.meters.size() != 1 || passage >= e.alignment.passages.size()) return 0;
  const Ticks length = e.chart.meters.front().bar_length();
  const auto played = static_cast<int>((match.tick + e.alignment.passages[passage].offset) / length) + 1;
  return played == bar ? 0 : played;
}

void add(const Count& count, std::optional<Line> line, const SourceErrors& source, Verdict& verdict) {
  Metric metrics[] = {rate(Measure::missed, count, count.missed, count.unheard),
                      rate(Measure::extra, count, count.extra, source.extra * count.notes),
                      rate(Measure::wrong_voice, count, count.wrong, 0)};
  for (Metric& m : metrics) {
    if (line) m.line = *line;
    m.has_line = line.has_value();
    verdict.metrics.push_back(std::move(m));
  }
}

}  // namespace

void measure_hits(const Evidence& e, Verdict& verdict) {
  // Without a chart there is nothing to miss.
  if (!e.reading.chart_given) return;
  const SourceErrors& source = e.source.errors;
  std::array<Count, kLineCount> lines;
  Count all;
  for (const Match& match : e.alignment.matches) {
    const Line line = match.note >= 0 ? line_of(e.note(match).voice) : line_of(e.hit(match).voice);
    for (Count* count : {&lines[static_cast<std::size_t>(line)], &all}) {
      Place place = e.place_at(match.tick);
      place.played = played_bar(e, match, place.bar);
      const bool ghost = match.note >= 0 && e.note(match).dynamic == Dynamic::ghost;
      const double unheard = ghost ? source.missed_ghost : source.missed;
      switch (match.kind) {
        case MatchKind::matched:
        case MatchKind::wrong_voice:
          ++count->notes;
          count->unheard += unheard;
          if (match.kind == MatchKind::wrong_voice) count->wrong.push_back(place);
          break;
        case MatchKind::missed:
          ++count->notes;
          count->unheard += unheard;
          count->missed.push_back(place);
          break;
        case MatchKind::extra:
          if (!maybe_one_stroke(e, match.hit)) count->extra.push_back(place);
          break;
        case MatchKind::grace:
        case MatchKind::masked:
          break;
      }
    }
  }
  add(all, std::nullopt, source, verdict);
  for (int i = 0; i < kLineCount; ++i) {
    const Count& count = lines[static_cast<std::size_t>(i)];
    if (count.notes > 0) add(count, static_cast<Line>(i), source, verdict);
  }
}

}  // namespace firstchair::judge
