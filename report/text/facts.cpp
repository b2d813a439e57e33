#include "report/text/facts.h"

#include <array>
#include <cmath>
#include <string>

#include "engine/core/hit_count.h"

namespace firstchair::report {

Line line_of(const Take& take, const Match& match) {
  if (match.note >= 0) return line_of(take.chart.notes[static_cast<std::size_t>(match.note)].voice);
  if (match.hit >= 0) return line_of(take.hits[static_cast<std::size_t>(match.hit)].voice);
  return Line::pad;
}

std::vector<Line> lines_of(const Take& take) {
  std::array<bool, kLineCount> present{};
  for (const Match& match : take.alignment.matches)
    present[static_cast<std::size_t>(line_of(take, match))] = true;
  std::vector<Line> lines;
  for (const Line line :
       {Line::crash, Line::ride, Line::hat, Line::tom, Line::snare, Line::pad, Line::kick, Line::hat_foot}) {
    if (present[static_cast<std::size_t>(line)]) lines.push_back(line);
  }
  return lines;
}

const Metric* find(const Take& take, Measure measure) {
  for (const Metric& metric : take.verdict.metrics) {
    if (metric.measure == measure) return &metric;
  }
  return nullptr;
}

const Metric* find(const Take& take, Measure measure, Line line) {
  for (const Metric& metric : take.verdict.metrics) {
    if (metric.measure == measure && metric.has_line && metric.line == line) return &metric;
  }
  return nullptr;
}

double seconds(const Take& take, double frame) {
  return take.source.rate > 0 ? frame / take.source.rate : 0;
}

bool measured(const Metric& metric) {
  return metric.standing != Standing::too_few && metric.standing != Standing::below_floor &&
         std::isfinite(metric.value) && std::isfinite(metric.low) && std::isfinite(metric.high);
}

bool can_be_judged(const Take& take, Line line) {
  const Metric* lean = find(take, Measure::placement, line);
  const Metric* spread = find(take, Measure::tightness, line);
  return (lean != nullptr && measured(*lean)) ||
         (spread != nullptr && (measured(*spread) || spread->standing == Standing::below_floor));
}

std::string too_few_words(const Take& take) {
  std::array<int, kLineCount> strokes{};
  for (const Hit& hit : take.hits) ++strokes[static_cast<std::size_t>(firstchair::line_of(hit.voice))];
  const HitCounts counts = count_hits(take);
  std::string text;
  for (const Line line : lines_of(take)) {
    if (can_be_judged(take, line)) continue;
    const HitCount& c = counts.lines[static_cast<std::size_t>(line)];
    text += (text.empty() ? "" : ", ") + std::string(name_of(line)) + " " +
            std::to_string(strokes[static_cast<std::size_t>(line)]);
    if (take.reading.chart_given && c.missed > 0) text += " (" + std::to_string(c.missed) + " missed)";
  }
  return text.empty() ? text : "Too few strokes to judge: " + text + ".";
}

bool has_error(const Take& take, const Match& match) {
  return (match.kind == MatchKind::matched || match.kind == MatchKind::wrong_voice) && match.hit >= 0 &&
         take.hits[static_cast<std::size_t>(match.hit)].timed && std::isfinite(match.error_ms);
}

}  // namespace firstchair::report
