// Positions: where in the bar a line leans from itself, where all lines do, which bar lies elsewhere. They
// are found as layers (layers.h, with its false discovery rate). A small steady lean is feel and stays
// unsaid: what is said excludes the least that is noticed, and is as large as a teacher would speak of.
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
constexpr std::size_t kLongestPhrase = 16;  // bars

// ms. What is noticed of one displaced stroke in an even stream at all, and from where on a teacher speaks of
// it: of one line at a place, of all lines in a phrase, of one bar. %: of a change of tempo.
constexpr double kNoticed = 6, kLeastPlace = 12, kLeastPhrase = 12, kLeastBar = 25;
constexpr double kLeastStep = 1.5;

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

// What is sure, and as large as a teacher would speak of.
void lay_size(const Evidence& e, LayerKind kind, Metric& m) {
  m.band_low = -kNoticed;
  m.band_high = kNoticed;
  lay_beside_band(m, Sides::both);
  const double least = kind == LayerKind::bar      ? kLeastBar
                       : kind == LayerKind::phrase ? kLeastPhrase
                                                   : kLeastPlace;
  if (std::abs(m.value) < least) m.standing = Standing::in_band;
  if (m.standing == Standing::out_of_band && !e.reading.chart_given) m.standing = Standing::no_band;
}

// A layer as a metric. Without a chart it is a number and no fault: a late place may be meant there.
Metric metric_of(const Evidence& e, const Layer& layer) {
  Metric m;
  switch (layer.kind) {
    case LayerKind::place:
      m = make_metric(Measure::spot, layer.line, layer.strokes, kNeededStrokes);
      break;
    case LayerKind::phrase:
      m = make_metric(Measure::phrase, layer.strokes, kNeededStrokes);
      break;
    case LayerKind::bar:
    case LayerKind::line:
      m = make_metric(Measure::bar, layer.strokes, 2);
      break;
  }
  const Bar& bar = bar_at(e.bars, layer.first.tick);
  const auto beat = [&](Ticks in_bar) { return bar.beat_at(bar.start + in_bar); };
  m.place.beat = beat(layer.from);
  m.place.tick = layer.from;
  if (layer.kind != LayerKind::place && layer.to > layer.from + kTicksPerQuarter / 2)
    m.beat_to = beat(layer.to);
  if (layer.kind == LayerKind::bar) m.place.played = layer.bar;
  if (layer.every > 1) m.every = layer.every, m.which = layer.which;
  // The bar has a name where the chart is as long as the phrase, or is played once.
  const int chart_bars = static_cast<int>(e.bars.size());
  const bool named =
      layer.kind == LayerKind::bar ? chart_bars > 1 : layer.every > 1 && layer.every == chart_bars;
  if (named) m.place.bar = bar.number, m.place.tick = bar.start + layer.from;
  set_interval(m, layer.ms, {layer.low, layer.high});
  lay_size(e, layer.kind, m);
  return m;
}

// What was said of a layer.
struct SaidLayer {
  Metric metric;
  const Layer* layer;
};

// The share of the strokes of `part` that lie in `whole`.
double inside(const Layer& part, const Layer& whole) {
  double n = 0;
  for (const std::int32_t match : part.matches)
    n += std::binary_search(whole.matches.begin(), whole.matches.end(), match);
  return part.matches.empty() ? 0 : n / static_cast<double>(part.matches.size());
}

// Does the layer, as `metric`, lie in `outer` and is smaller? Then it shapes what was said already.
bool shapes(const Layer& layer, const Metric& metric, const SaidLayer& outer) {
  if (outer.metric.measure == Measure::spot || std::abs(metric.value) > std::abs(outer.metric.value))
    return false;
  if (outer.metric.measure == Measure::bar)
    return metric.measure == Measure::bar && metric.place.played == outer.metric.place.played;
  return (metric.every == outer.metric.every && metric.which == outer.metric.which) ||
         metric.every > outer.metric.every || inside(layer, *outer.layer) >= 0.9;
}

// What a part of a stretch has more, or less, is in the mean of the stretch.
void add_part(SaidLayer& outer, const Layer& part) {
  const double share = inside(part, *outer.layer) * static_cast<double>(part.matches.size()) /
                       static_cast<double>(outer.layer->matches.size());
  for (double* ms : {&outer.metric.value, &outer.metric.low, &outer.metric.high}) *ms += share * part.ms;
}

}  // namespace

void measure_positions(const Evidence& e, Verdict& verdict) {
  const int meter = most_played_meter(e);
  std::vector<Candidate> candidates;
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
      Candidate c = candidate(line, place, {0, beat, place.in_bar});
      c.metric.standing = Standing::in_band;
      candidates.push_back(std::move(c));
    }
  }
  std::vector<SaidLayer> layers;
  for (const Layer& layer : e.layers.found) {
    if (layer.kind == LayerKind::line) continue;
    Metric m = metric_of(e, layer);
    const auto outer = std::find_if(layers.begin(), layers.end(),
                                    [&](const SaidLayer& other) { return shapes(layer, m, other); });
    if (outer != layers.end()) {
      add_part(*outer, layer);
    } else if (m.standing != Standing::in_band) {
      layers.push_back({std::move(m), &layer});
    }
  }
  std::vector<Metric> said;
  for (SaidLayer& one : layers) {
    Metric& m = one.metric;
    lay_size(e, one.layer->kind, m);
    if (m.standing == Standing::in_band) continue;
    if (m.measure == Measure::spot) {
      for (const std::int32_t match : one.layer->matches) {
        const double local = verdict.local_error_ms[static_cast<std::size_t>(match)];
        if (local * (m.value < 0 ? -1 : 1) > kNoticed) {
          m.places.push_back(e.place_at(e.alignment.matches[static_cast<std::size_t>(match)].tick));
        }
      }
    }
    said.push_back(std::move(m));
  }
  // Notes of long charts over their passes: phrases that no layer looks for.
  if (e.bars.size() > kLongestPhrase && !e.swung_unwritten) {
    std::vector<Candidate> notes;
    for (const LineTiming& line : e.lines) notes_over_passes(e, line, notes);
    std::stable_sort(notes.begin(), notes.end(), [](const Candidate& a, const Candidate& b) {
      return a.null_probability < b.null_probability;
    });
    const std::size_t found = discoveries(notes, candidates.size() + notes.size());
    for (std::size_t i = 0; i < found; ++i) {
      if (notes[i].metric.standing == Standing::out_of_band) said.push_back(std::move(notes[i].metric));
    }
  }
  const bool spoken =
      std::any_of(said.begin(), said.end(), [](const Metric& m) { return m.measure == Measure::spot; });
  if (!spoken && !candidates.empty()) {
    verdict.metrics.push_back(
        std::min_element(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
          return a.null_probability < b.null_probability;
        })->metric);
  }
  for (Metric& m : said) verdict.metrics.push_back(std::move(m));
  if (e.layers.step.found && e.reading.chart_given) {
    const TempoStep& step = e.layers.step;
    Metric m = make_metric(Measure::step, step.bars, 2);
    m.place = step.place;
    if (e.bars.size() < 2) m.place.bar = 0;
    set_interval(m, step.percent, {step.low, step.high});
    m.band_high = kLeastStep;
    m.band_low = -kLeastStep;
    lay_beside_band(m, Sides::both);
    verdict.metrics.push_back(m);
  }
}

}  // namespace firstchair::judge
