// Hits: notes left out, strokes too many, strokes on another drum, per 100 notes.
//
// A take is clean with at most 2 in 100 missed and extra together, so the band of each is 1 in 100. One slip
// is never a finding: the interval of one in a few notes would call it one.
//
// A rate is per 100 written notes. Where the source cannot tell of some of them (HitCount::covered) it is
// known from the others, and so are its interval and its band.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "engine/core/hit_count.h"
#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeeded = 8;    // notes
constexpr double kClean = 1;  // per 100
constexpr double kInABar = 3;
constexpr double kRare = 0.01;     // that the source alone adds so many
constexpr float kProbable = 0.5F;  // of a stroke's voice: below it the stroke may be another drum's sound

struct Slips {
  HitCount count;
  double unheard = 0;  // notes that the source is expected to lose
  int probable = 0;    // of the extra strokes
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

Metric rate(Measure measure, const Slips& slips, const std::vector<Place>& places, double expected) {
  const int told = slips.count.told(), notes = slips.count.notes;
  Metric m = make_metric(measure, told, kNeeded);
  m.places = places;
  if (m.standing == Standing::too_few) return m;
  m.n = notes;
  const auto events = static_cast<double>(places.size());
  const double part = static_cast<double>(told) / notes;  // what is per 100 of those told, per 100 of all
  if (measure == Measure::extra) {
    // There may be more extra strokes than notes: the interval is that of their share of both, turned back
    // into odds.
    const stats::Interval share = stats::wilson(events, told + events);
    const auto odds = [&](double p) { return part * 100 * p / (1 - std::min(p, 0.999)); };
    set_interval(m, 100 * events / notes, {odds(share.low), odds(share.high)});
  } else {
    // At best every covered note was struck; at worst they were missed as often as the others.
    const stats::Interval share = stats::wilson(events, told);
    set_interval(m, 100 * events / notes, {part * 100 * share.low, 100 * share.high});
  }
  m.band_high = part * (kClean + 100 * expected / told);  // what the source does itself is not the player's
  lay_beside_band(m, Sides::above);
  if (places.size() < 2) m.standing = Standing::in_band;
  // A few in one bar are a place to work at, however rare they are in the take.
  if (m.standing == Standing::in_band && most_in_a_bar(places) >= kInABar + 2 * expected) {
    m.standing = Standing::out_of_band;
  }
  return m;
}

// Strokes that were heard from sound are a finding only when the player made them: the source alone seldom
// adds so many, those left out whose drum is not known.
Metric extra_rate(const Source& source, const Slips& slips) {
  const double expected = source.errors.extra * slips.count.told();
  Metric m = rate(Measure::extra, slips, slips.extra, expected);
  if (source.kind == SourceKind::audio && m.standing == Standing::out_of_band &&
      stats::poisson_at_least(slips.probable, expected) > kRare) {
    m.standing = Standing::in_band;
  }
  return m;
}

// Of a chart that is played over and over, the bar of the take; 0 where the chart's says it.
int played_bar(const Evidence& e, const Match& match, int bar) {
  const auto passage = static_cast<std::size_t>(match.passage);
  if (e.chart.meters.size() != 1 || passage >= e.alignment.passages.size()) return 0;
  const Ticks length = e.chart.meters.front().bar_length();
  const auto played = static_cast<int>((match.tick + e.alignment.passages[passage].offset) / length) + 1;
  return played == bar ? 0 : played;
}

void add(const Slips& slips, std::optional<Line> line, const Source& source, Verdict& verdict) {
  Metric metrics[] = {rate(Measure::missed, slips, slips.missed, slips.unheard), extra_rate(source, slips),
                      rate(Measure::wrong_voice, slips, slips.wrong, 0)};
  for (Metric& m : metrics) {
    if (line) m.line = *line;
    m.has_line = line.has_value();
    verdict.metrics.push_back(std::move(m));
  }
}

// The metrics' places; the numbers are those of count_hits.
void find_places(const Evidence& e, std::array<Slips, kLineCount>& lines, Slips& all) {
  const SourceErrors& source = e.source.errors;
  const FreeBars free(e.chart);
  for (const Match& match : e.alignment.matches) {
    const bool extra = match.kind == MatchKind::extra;
    const CountedAs as = counted_as(
        match.kind, extra && (free.has(match.tick) ||
                              may_be_one_stroke(e.source, e.hits, static_cast<std::size_t>(match.hit))));
    if (as == CountedAs::none || as == CountedAs::covered) continue;
    const Line line = match.note >= 0 ? line_of(e.note(match).voice) : line_of(e.hit(match).voice);
    for (Slips* slips : {&lines[static_cast<std::size_t>(line)], &all}) {
      Place place = e.place_at(match.tick);
      place.played = played_bar(e, match, place.bar);
      if (as == CountedAs::extra) {
        slips->extra.push_back(place);
        slips->probable += e.hit(match).voice_probability >= kProbable;
        continue;
      }
      slips->unheard += e.note(match).dynamic == Dynamic::ghost ? source.missed_ghost : source.missed;
      if (as == CountedAs::missed) slips->missed.push_back(place);
      if (as == CountedAs::wrong) slips->wrong.push_back(place);
    }
  }
}

}  // namespace

void measure_hits(const Evidence& e, Verdict& verdict) {
  // Without a chart there is nothing to miss.
  if (!e.reading.chart_given) return;
  std::array<Slips, kLineCount> lines;
  Slips all;
  const HitCounts counts = count_hits(e.source, e.hits, e.chart, e.alignment.matches);
  all.count = counts.all;
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i].count = counts.lines[i];
  find_places(e, lines, all);
  add(all, std::nullopt, e.source, verdict);
  for (int i = 0; i < kLineCount; ++i) {
    const Slips& slips = lines[static_cast<std::size_t>(i)];
    if (slips.count.told() > 0) add(slips, static_cast<Line>(i), e.source, verdict);
  }
}

}  // namespace firstchair::judge
