#include "engine/judge/line_timing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

namespace firstchair::judge {
namespace {

constexpr int kReach = 4;              // quarters on either side
constexpr double kLeastCore = 1.0;     // ms; a programmed take has no spread to measure outliers by
constexpr std::size_t kComesBack = 3;  // strokes of which a median is taken
constexpr int kRounds = 3;

constexpr double kFeel = 2.6;  // ms

using Lines = std::array<LineTiming, kLineCount>;

void collect(Lines& lines, std::span<const Hit> hits, const Chart& chart, const Alignment& alignment) {
  std::vector<std::int32_t> section(std::max<std::size_t>(1, alignment.passages.size()), 0);
  for (std::size_t p = 1; p < alignment.passages.size(); ++p) {
    section[p] = section[p - 1] + (alignment.passages[p].new_pulse ? 1 : 0);
  }
  const std::vector<Bar> bars = bars_of(chart);
  for (std::size_t i = 0; i < alignment.matches.size(); ++i) {
    const Match& match = alignment.matches[i];
    if (match.hit < 0 || match.note < 0) continue;
    const Hit& hit = hits[static_cast<std::size_t>(match.hit)];
    if (match.kind != MatchKind::matched) continue;
    const Note& note = chart.notes[static_cast<std::size_t>(match.note)];
    if (!hit.timed || note.dynamic == Dynamic::ghost || !std::isfinite(match.error_ms)) continue;
    const Bar& bar = bar_at(bars, match.tick);
    TimedStroke stroke;
    stroke.match = static_cast<std::int32_t>(i);
    stroke.note = match.note;
    stroke.passage = match.passage;
    stroke.section = section[static_cast<std::size_t>(match.passage)];
    stroke.tick = match.tick;
    stroke.bar = bar.number;
    stroke.meter = bar.meter.beats * 128 + bar.meter.unit;
    stroke.in_bar = match.tick - bar.start;
    stroke.error_ms = match.error_ms;
    stroke.sigma_ms = static_cast<double>(hit.sigma_ms);
    stroke.target = match.target;
    lines[static_cast<std::size_t>(line_of(note.voice))].strokes.push_back(stroke);
  }
}

// Distance of every stroke from its line's median, or from that of its place in the bar or of its note over
// the passes where that is nearer: a lean that comes back is not wild.
std::vector<double> strayed(const LineTiming& line) {
  std::vector<double> errors, away;
  std::map<std::pair<int, Ticks>, std::vector<double>> at_place;
  std::map<std::int32_t, std::vector<double>> at_note;
  for (const TimedStroke& stroke : line.strokes) {
    errors.push_back(stroke.error_ms);
    at_place[{stroke.meter, stroke.in_bar}].push_back(stroke.error_ms);
    at_note[stroke.note].push_back(stroke.error_ms);
  }
  std::map<std::pair<int, Ticks>, double> place_median;
  for (const auto& [place, group] : at_place) {
    if (group.size() >= kComesBack) place_median[place] = stats::median(group);
  }
  std::map<std::int32_t, double> note_median;
  for (const auto& [note, group] : at_note) {
    if (group.size() >= kComesBack) note_median[note] = stats::median(group);
  }
  const double middle = stats::median(errors);
  for (const TimedStroke& stroke : line.strokes) {
    double nearest = std::abs(stroke.error_ms - middle);
    const auto consider = [&](const auto& medians, const auto& key) {
      const auto found = medians.find(key);
      if (found != medians.end()) nearest = std::min(nearest, std::abs(stroke.error_ms - found->second));
    };
    consider(place_median, std::pair(stroke.meter, stroke.in_bar));
    consider(note_median, stroke.note);
    away.push_back(nearest);
  }
  return away;
}

void trim(LineTiming& line) {
  std::vector<double> errors;
  for (const TimedStroke& stroke : line.strokes) errors.push_back(stroke.error_ms);
  const stats::Interval core = stats::robust_core(errors, kLeastCore);
  const double reach = (core.high - core.low) / 2;
  const std::vector<double> away = strayed(line);
  std::vector<TimedStroke> kept;
  for (std::size_t i = 0; i < away.size(); ++i) {
    (away[i] > reach ? line.outliers : kept).push_back(line.strokes[i]);
  }
  line.strokes = std::move(kept);
}

void sort_into_places(LineTiming& line) {
  std::vector<std::size_t> order(line.strokes.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto place = [&](std::size_t i) { return std::pair(line.strokes[i].meter, line.strokes[i].in_bar); };
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return place(a) < place(b); });
  for (const std::size_t i : order) {
    if (line.places.empty() || std::pair(line.places.back().meter, line.places.back().in_bar) != place(i)) {
      line.places.push_back({});
      std::tie(line.places.back().meter, line.places.back().in_bar) = place(i);
    }
    PlaceLean& at = line.places.back();
    at.strokes.push_back(i);
    at.mean_ms += (line.strokes[i].error_ms - at.mean_ms) / static_cast<double>(at.strokes.size());
  }
}

void count_quarters(std::vector<TimedStroke>& strokes) {
  for (std::size_t i = 1; i < strokes.size(); ++i) {
    const TimedStroke& before = strokes[i - 1];
    const bool same = strokes[i].passage == before.passage &&
                      strokes[i].tick / kTicksPerQuarter == before.tick / kTicksPerQuarter;
    strokes[i].quarter = before.quarter + (same ? 0 : 1);
  }
}

// Mean of the strokes around `stroke`, place leans taken out; index: where it stands among the line's (or
// would).
struct Around {
  double mean = 0;
  int n = 0;
};

Around around(const LineTiming& line, const TimedStroke& stroke, std::size_t index) {
  Around a;
  const auto add = [&](const TimedStroke& other) {
    if (std::abs(other.quarter - stroke.quarter) > kReach) return false;
    if (other.match != stroke.match && other.section == stroke.section) {
      a.mean += other.error_ms - other.place_ms;
      ++a.n;
    }
    return true;
  };
  for (std::size_t j = index; j-- > 0 && add(line.strokes[j]);) {
  }
  for (std::size_t j = index; j < line.strokes.size() && add(line.strokes[j]); ++j) {
  }
  a.mean = a.n > 0 ? a.mean / a.n : std::nan("");
  return a;
}

// Errors about the mean of their neighbours.
void detrend(LineTiming& line) {
  std::vector<TimedStroke>& strokes = line.strokes;
  std::vector<double> noise_share(strokes.size(), 1);
  for (const PlaceLean& place : line.places) {
    for (const std::size_t i : place.strokes) {
      strokes[i].place_ms = place.shrunk_ms;
      // The lean was estimated from this stroke too: E (e - d)^2 = s^2 (1 - weight / n).
      noise_share[i] = 1 - place.weight / static_cast<double>(place.strokes.size());
    }
  }
  for (std::size_t i = 0; i < strokes.size(); ++i) {
    TimedStroke& stroke = strokes[i];
    const Around a = around(line, stroke, i);
    stroke.local_ms = stroke.error_ms - a.mean;
    stroke.residual_ms =
        (stroke.local_ms - stroke.place_ms) / std::sqrt((1 + 1.0 / std::max(1, a.n)) * noise_share[i]);
  }
  for (TimedStroke& stroke : line.outliers) {
    const auto after =
        std::lower_bound(strokes.begin(), strokes.end(), stroke.match,
                         [](const TimedStroke& s, std::int32_t match) { return s.match < match; });
    stroke.local_ms =
        stroke.error_ms - around(line, stroke, static_cast<std::size_t>(after - strokes.begin())).mean;
  }
}

void measure(LineTiming& line) {
  std::vector<double> errors, residuals;
  double variance = 0;
  for (const TimedStroke& stroke : line.strokes) {
    errors.push_back(stroke.error_ms);
    variance += stroke.sigma_ms * stroke.sigma_ms;
    if (std::isfinite(stroke.residual_ms)) residuals.push_back(stroke.residual_ms);
  }
  line.error = stats::describe(errors);
  line.residual = stats::describe(residuals);
  line.residual.n_var = std::min(line.residual.n_var, stats::variance_worth(residuals, 2 * kReach));
  line.sigma_ms = std::sqrt(variance / static_cast<double>(line.strokes.size()));
}

void take_line_apart(LineTiming& line) {
  sort_into_places(line);
  detrend(line);
  measure(line);
  for (int round = 0; round < kRounds; ++round) {
    shrink(line.places, line.spread_ms());
    detrend(line);
    measure(line);
  }
}

}  // namespace

LineTiming without(const LineTiming& line, const std::vector<double>& of_line,
                   const std::vector<bool>& set_apart) {
  const auto touched = [&](const TimedStroke& s) {
    const auto match = static_cast<std::size_t>(s.match);
    return of_line[match] != 0 || set_apart[match];
  };
  if (std::none_of(line.strokes.begin(), line.strokes.end(), touched)) return line;
  LineTiming rest;
  rest.line = line.line;
  for (const auto* strokes : {&line.strokes, &line.outliers}) {
    for (TimedStroke stroke : *strokes) {
      const auto match = static_cast<std::size_t>(stroke.match);
      if (set_apart[match]) continue;
      stroke.error_ms -= of_line[match];
      rest.strokes.push_back(stroke);
    }
  }
  std::sort(rest.strokes.begin(), rest.strokes.end(),
            [](const TimedStroke& a, const TimedStroke& b) { return a.match < b.match; });
  trim(rest);
  if (rest.strokes.empty()) return line;
  take_line_apart(rest);
  return rest;
}

double LineTiming::spread_ms() const {
  return std::max(0.1, residual.sd);
}

void shrink(std::vector<PlaceLean>& places, double spread) {
  double total = 0, squared = 0, mean = 0;
  for (const PlaceLean& place : places) {
    const double w = static_cast<double>(place.strokes.size()) / (spread * spread);
    total += w;
    squared += w * w;
    mean += w * place.mean_ms;
  }
  if (places.empty()) return;
  mean /= total;
  double q = 0;
  for (const PlaceLean& place : places) {
    const double w = static_cast<double>(place.strokes.size()) / (spread * spread);
    q += w * (place.mean_ms - mean) * (place.mean_ms - mean);
  }
  const double scale = total - squared / total;
  const double unlike = places.size() < 2 ? 0 : (q - static_cast<double>(places.size() - 1)) / scale;
  const double between = places.size() < 2 ? 0 : std::max(kFeel * kFeel, unlike);
  double weights = 0, centre = 0;
  for (PlaceLean& place : places) {
    const double v = spread * spread / static_cast<double>(place.strokes.size());
    weights += 1 / (between + v);
    centre += place.mean_ms / (between + v);
    place.weight = between / (between + v);
    place.sd_ms = std::sqrt(place.weight * v);
  }
  centre /= weights;
  for (PlaceLean& place : places) place.shrunk_ms = place.weight * (place.mean_ms - centre);
}

std::vector<LineTiming> take_apart(std::span<const Hit> hits, const Chart& chart,
                                   const Alignment& alignment) {
  Lines lines;
  collect(lines, hits, chart, alignment);
  std::vector<LineTiming> played;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    LineTiming& line = lines[i];
    line.line = static_cast<Line>(i);
    count_quarters(line.strokes);
    trim(line);
    if (line.strokes.empty()) continue;
    take_line_apart(line);
    played.push_back(std::move(line));
  }
  return played;
}

}  // namespace firstchair::judge
