// Where the level goes: one place of the bar at which a line is softer than anywhere else, and the change of
// the whole kit's level over the take.
//
// A pattern of accents is no fault, so the softest place is laid beside the next softest one, not beside the
// mean. The change is the slope of all strokes' levels, each about the mean of its line, accent class and
// place, over the time of the take. Levels from sound hang on the room, so only an e-kit's are measured.
#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeededAtPlace = 6;         // strokes
constexpr std::size_t kNeededPlaces = 4;  // of a line: a kick's two or three are accents of a groove
constexpr int kNeededStrokes = 64;        // of the take
constexpr int kNeededBars = 8;
// dB. What a teacher speaks of; the professionals' spread within one place is up to 2.7.
constexpr double kSoft = 4, kCourse = 3;

struct Level {
  double seconds, db;
};

using Key = std::tuple<int, int, Ticks>;  // line and accent class, meter, place of the bar

std::map<Key, std::vector<Level>> cells_of(const Evidence& e) {
  std::map<Key, std::vector<Level>> cells;
  for (const Match& match : e.alignment.matches) {
    if (match.hit < 0 || match.note < 0 || match.kind != MatchKind::matched) continue;
    const Note& note = e.note(match);
    if (note.dynamic == Dynamic::ghost) continue;
    const Bar& bar = bar_at(e.bars, match.tick);
    const int line = static_cast<int>(line_of(note.voice)) * 4 + static_cast<int>(note.dynamic);
    cells[{line, bar.meter.beats * 128 + bar.meter.unit, match.tick - bar.start}].push_back(
        {static_cast<double>(e.hit(match).frame) / e.source.rate,
         static_cast<double>(e.hit(match).level_db)});
  }
  return cells;
}

struct PlaceLevel {
  Ticks in_bar = 0;
  double mean = 0, squares = 0;
  int n = 0;
};

void add_softest(const Evidence& e, Line line, std::vector<PlaceLevel> places, Verdict& verdict) {
  std::erase_if(places, [](const PlaceLevel& p) { return p.n < kNeededAtPlace; });
  if (places.size() < kNeededPlaces) return;
  std::sort(places.begin(), places.end(),
            [](const PlaceLevel& a, const PlaceLevel& b) { return a.mean < b.mean; });
  const PlaceLevel &softest = places[0], &next = places[1];
  double squares = 0, free = 0;
  for (const PlaceLevel& p : places) squares += p.squares, free += p.n - 1;
  Metric m = make_metric(Measure::level_spot, line, softest.n, kNeededAtPlace);
  const double value = softest.mean - next.mean;
  const double half = stats::t_quantile(free) * std::sqrt(squares / free * (1.0 / softest.n + 1.0 / next.n));
  set_interval(m, value, {value - half, value + half});
  m.band_low = -kSoft;
  m.band_high = kSoft;
  m.place.beat = e.bars.front().beat_at(e.bars.front().start + softest.in_bar);
  m.place.tick = softest.in_bar;
  lay_beside_band(m, Sides::below);
  verdict.metrics.push_back(m);
}

void measure_softest(const Evidence& e, const std::map<Key, std::vector<Level>>& cells, Verdict& verdict) {
  std::map<std::pair<int, int>, std::vector<PlaceLevel>> lines;
  for (const auto& [key, cell] : cells) {
    PlaceLevel place{.in_bar = std::get<2>(key), .n = static_cast<int>(cell.size())};
    for (const Level& level : cell) place.mean += level.db / place.n;
    for (const Level& level : cell) place.squares += (level.db - place.mean) * (level.db - place.mean);
    lines[{std::get<0>(key), std::get<1>(key)}].push_back(place);
  }
  const Bar& first = e.bars.front();
  for (const auto& [key, places] : lines) {
    if (key.second != first.meter.beats * 128 + first.meter.unit) continue;
    add_softest(e, static_cast<Line>(key.first / 4), places, verdict);
  }
}

void measure_course(const Evidence& e, const std::map<Key, std::vector<Level>>& cells, Verdict& verdict) {
  std::vector<Level> about;  // time and level about their cell's means
  std::vector<double> times;
  double begin = 0, end = 0, cross = 0, squares = 0;
  for (const auto& [key, cell] : cells) {
    Level mean{0, 0};
    for (const Level& level : cell) {
      mean.seconds += level.seconds / static_cast<double>(cell.size());
      mean.db += level.db / static_cast<double>(cell.size());
    }
    for (const Level& level : cell) {
      if (times.empty()) begin = end = level.seconds;
      begin = std::min(begin, level.seconds);
      end = std::max(end, level.seconds);
      times.push_back(level.seconds);
      about.push_back({level.seconds - mean.seconds, level.db - mean.db});
      cross += about.back().seconds * about.back().db;
      squares += about.back().seconds * about.back().seconds;
    }
  }
  const bool long_enough = e.bpm > 0 && (end - begin) * e.bpm / 60 >= 4 * kNeededBars;
  if (about.empty() || !(squares > 0) || !long_enough) return;
  Metric m = make_metric(Measure::level_course, static_cast<int>(about.size()), kNeededStrokes);
  if (m.standing != Standing::too_few) {
    const double slope = cross / squares;
    std::vector<std::size_t> order(about.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return times[a] < times[b]; });
    std::vector<double> left;
    for (const std::size_t i : order) left.push_back(about[i].db - slope * about[i].seconds);
    const stats::Sample sample = stats::describe(left, static_cast<int>(cells.size()) + 1);
    const double error = sample.sd / std::sqrt(squares) * std::sqrt((1 + sample.rho) / (1 - sample.rho));
    const double value = slope * (end - begin);
    const double half = stats::t_quantile(sample.n_mean() - 2) * error * (end - begin);
    set_interval(m, value, {value - half, value + half});
    m.band_low = -kCourse;
    m.band_high = kCourse;
    lay_beside_band(m, Sides::both);
  }
  verdict.metrics.push_back(m);
}

}  // namespace

void measure_level_course(const Evidence& e, Verdict& verdict) {
  // Without a chart it may be meant.
  if (!e.reading.chart_given || e.source.kind != SourceKind::midi || e.bars.empty()) return;
  const std::map<Key, std::vector<Level>> cells = cells_of(e);
  measure_softest(e, cells, verdict);
  measure_course(e, cells, verdict);
}

}  // namespace firstchair::judge
