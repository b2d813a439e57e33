// Positions: where in the bar a line leans from itself; the worst spot. A small steady lean is feel and stays
// unsaid: a spot is a place more than an audible step away from its line, with 95 % probability, and still so
// when all places of the take are tested together (Benjamini and Hochberg, false discovery rate .10).
#include <algorithm>
#include <cmath>
#include <map>

#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeededStrokes = 3;         // at a place
constexpr std::size_t kNeededPlaces = 3;  // of a line: with two, either could be the one that is off
constexpr std::size_t kPasses = 5;        // last passes over a note that are looked at
constexpr double kFalseDiscovery = 0.10;
constexpr double kSure = 0.95;

struct Candidate {
  Metric metric;
  double null_probability = 1;  // that the lean is within the band
};

double null_probability(double lean, double sd) {
  if (!(sd > 0)) return 1;
  return stats::normal_cdf((kAudible - lean) / sd) - stats::normal_cdf((-kAudible - lean) / sd);
}

Candidate candidate(const LineTiming& line, const PlaceLean& lean, Place place) {
  Candidate c;
  c.metric = make_metric(Measure::spot, line.line, static_cast<int>(lean.strokes.size()), kNeededStrokes);
  c.metric.place = place;
  set_interval(c.metric, lean.shrunk_ms,
               {lean.shrunk_ms - 1.96 * lean.sd_ms, lean.shrunk_ms + 1.96 * lean.sd_ms});
  c.metric.band_low = -kAudible;
  c.metric.band_high = kAudible;
  lay_beside_band(c.metric, Sides::both);
  c.null_probability = null_probability(lean.shrunk_ms, lean.sd_ms);
  return c;
}

// Strokes of a place that are themselves out to that side.
void add_places(const Evidence& e, const LineTiming& line, const PlaceLean& lean, double limit, Metric& m) {
  for (const std::size_t i : lean.strokes) {
    const TimedStroke& stroke = line.strokes[i];
    if (stroke.local_ms * (m.value < 0 ? -1 : 1) > limit) m.places.push_back(e.place_at(stroke.tick));
  }
}

// The same written note over the passes of a looped chart: its mean over the last five, off in at least
// three.
void notes_over_passes(const Evidence& e, const LineTiming& line, std::vector<Candidate>& candidates) {
  std::map<std::int32_t, std::vector<std::size_t>> passes;
  for (std::size_t i = 0; i < line.strokes.size(); ++i) {
    if (std::isfinite(line.strokes[i].local_ms)) passes[line.strokes[i].note].push_back(i);
  }
  std::vector<PlaceLean> notes;
  for (auto& [note, strokes] : passes) {
    if (strokes.size() < static_cast<std::size_t>(kNeededStrokes)) continue;
    if (strokes.size() > kPasses) strokes.erase(strokes.begin(), strokes.end() - kPasses);
    PlaceLean lean;
    lean.strokes = strokes;
    for (const std::size_t i : strokes)
      lean.mean_ms += line.strokes[i].local_ms / static_cast<double>(strokes.size());
    notes.push_back(lean);
  }
  if (notes.size() < kNeededPlaces) return;
  shrink(notes, line.spread_ms());
  const double limit = std::max(kAudible, 2.5 * line.spread_ms());
  for (const PlaceLean& note : notes) {
    Candidate c = candidate(line, note, e.place_at(line.strokes[note.strokes.front()].tick));
    add_places(e, line, note, limit, c.metric);
    if (c.metric.places.size() >= 3) candidates.push_back(std::move(c));
  }
}

int most_played_meter(const Evidence& e) {
  std::map<int, std::size_t> strokes;
  for (const LineTiming& line : e.lines) {
    for (const PlaceLean& place : line.places) strokes[place.meter] += place.strokes.size();
  }
  const auto most =
      std::max_element(strokes.begin(), strokes.end(), [](auto& a, auto& b) { return a.second < b.second; });
  return most == strokes.end() ? 0 : most->first;
}

// Of the candidates in order of null probability, how many are found.
std::size_t discoveries(const std::vector<Candidate>& candidates, std::size_t tested) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const double bound = kFalseDiscovery * static_cast<double>(i + 1) / static_cast<double>(tested);
    if (candidates[i].null_probability <= bound) found = i + 1;
  }
  while (found > 0 && candidates[found - 1].null_probability > 1 - kSure) --found;
  return found;
}

}  // namespace

void measure_positions(const Evidence& e, Verdict& verdict) {
  const int meter = most_played_meter(e);
  std::vector<Candidate> candidates;
  std::size_t tested = 0;
  for (const LineTiming& line : e.lines) {
    for (const PlaceLean& place : line.places) {
      if (place.meter != meter) continue;
      const Ticks tick = line.strokes[place.strokes.front()].tick;
      const double beat = bar_at(e.bars, tick).beat_at(tick);
      verdict.positions.push_back({.line = line.line,
                                   .in_bar = place.in_bar,
                                   .beat = beat,
                                   .n = static_cast<int>(place.strokes.size()),
                                   .mean_ms = place.mean_ms,
                                   .shrunk_ms = place.shrunk_ms,
                                   .sd_ms = place.sd_ms,
                                   .probability = 1 - null_probability(place.shrunk_ms, place.sd_ms)});
      if (e.swung_unwritten || line.places.size() < kNeededPlaces ||
          place.strokes.size() < static_cast<std::size_t>(kNeededStrokes)) {
        continue;
      }
      ++tested;
      Candidate c = candidate(line, place, {0, beat, place.in_bar});
      add_places(e, line, place, kAudible, c.metric);
      candidates.push_back(std::move(c));
    }
    const std::size_t before = candidates.size();
    if (!e.swung_unwritten) notes_over_passes(e, line, candidates);
    tested += candidates.size() - before;
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.null_probability < b.null_probability;
  });
  const std::size_t found = discoveries(candidates, tested);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    Metric& m = candidates[i].metric;
    if (i >= found || m.standing != Standing::out_of_band) {
      m.standing = Standing::in_band;
    } else if (!e.reading.chart_given) {
      // Where nothing was written a late place may be meant, or belong elsewhere: a number, no fault.
      m.standing = Standing::no_band;
    }
    if (i == 0 || m.standing != Standing::in_band) verdict.metrics.push_back(std::move(m));
  }
}

}  // namespace firstchair::judge
