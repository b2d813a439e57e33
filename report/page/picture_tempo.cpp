// The tempo curve: the smoothed pulse with its 95 % band, the chart's tempo beside it, departures marked.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/page/pictures.h"
#include "report/page/svg.h"
#include "report/report.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {
constexpr double kWidth = kStripWidth, kLeft = kStripLeft, kRight = kStripRight;
constexpr double kTop = 30, kHeight = 250, kBottom = 26;
}  // namespace

std::string tempo_picture(const Take& take, const Timeline& timeline) {
  const auto& pulse = take.alignment.pulse;
  std::vector<PulsePoint> points;
  for (const PulsePoint& p : pulse) {
    if (std::isfinite(p.bpm) && std::isfinite(p.bpm_sd) && p.bpm > 0) points.push_back(p);
  }
  if (points.size() < 2)
    return "<p class=\"empty\">No tempo curve from " + count(take.hits.size(), "stroke") + ".</p>";

  const bool asked = take.reading.chart_given && !take.chart.tempi.empty();
  double low = points[0].bpm, high = low;
  for (const PulsePoint& p : points) {
    low = std::min(low, p.bpm - 1.96 * p.bpm_sd);
    high = std::max(high, p.bpm + 1.96 * p.bpm_sd);
    // A chart far from what was played would flatten the curve: it is named below instead.
    const double chart = asked ? tempo_at(take.chart, p.tick) : p.bpm;
    if (std::fabs(chart / p.bpm - 1) < 0.1) low = std::min(low, chart), high = std::max(high, chart);
  }
  const double least = 4 - (high - low);
  if (least > 0) low -= least / 2, high += least / 2;
  const double step = nice_step(high - low, 6);
  low = std::floor(low / step) * step;
  high = std::ceil(high / step) * step;
  const double t0 = seconds(take, points.front().frame),
               t1 = std::max(t0 + 0.1, seconds(take, points.back().frame));
  const auto x_of = [&](double frame) {
    return kLeft + (seconds(take, frame) - t0) / (t1 - t0) * (kWidth - kLeft - kRight);
  };
  const auto y_of = [&](double bpm) {
    return kTop + (1 - (bpm - low) / (high - low)) * (kHeight - kTop - kBottom);
  };

  std::string out;
  Pen grid, bar_lines;
  const int decimals = step < 1 ? 1 : 0;
  for (double bpm = low; bpm <= high + step / 2; bpm += step) {
    grid.move(kLeft, y_of(bpm)).line(kWidth - kRight, y_of(bpm));
    out += svg_text(kLeft - 8, y_of(bpm) + 4, "tick-end", number(bpm, decimals));
  }
  out += svg_text(kLeft - 8, kTop - 14, "tick-end", "BPM");
  const double time_step = std::max(1.0, nice_step(t1 - t0, 10));
  for (double t = std::ceil(t0 / time_step) * time_step; t <= t1; t += time_step) {
    const double x = kLeft + (t - t0) / (t1 - t0) * (kWidth - kLeft - kRight);
    // Nothing reaches among the names of the lanes, which every part of a narrow page repeats.
    out += svg_text(x, kHeight - 8, x < kLeft + 14 ? "tick" : "tick middle", clock(t));
  }
  out += grid.path("grid");

  // Bar numbers along the top, thinned so that they do not touch.
  const std::vector<Bar> bars = bars_of(take.chart);
  double free_from = -1e9;
  for (const PulsePoint& p : points) {
    const Bar& bar = bar_at(bars, p.tick);
    if (bar.start != p.tick) continue;
    const double x = x_of(p.frame);
    if (x < free_from || x > kWidth - kRight - 20) continue;
    free_from = x + 34;
    bar_lines.move(x, kTop).line(x, kHeight - kBottom);
    out += svg_text(x + 3, kTop - 14, "tick faint", std::to_string(bar.number));
  }
  out += bar_lines.path("beat-line");
  for (const TimelineMark& mark : timeline.marks()) {
    if (mark.offset == 0 || mark.offset == timeline.length()) continue;
    for (std::size_t i = 1; i < points.size(); ++i) {
      if (points[i].passage == points[i - 1].passage ||
          timeline.offset(points[i].passage, points[i].tick) != mark.offset)
        continue;
      out += svg_line(x_of(points[i].frame), kTop - 6, x_of(points[i].frame), kHeight - kBottom, "departure");
    }
  }

  // The curve breaks where the beat did.
  const auto broken = [&](std::size_t i) {
    const auto passage = static_cast<std::size_t>(points[i].passage);
    return points[i].passage != points[i - 1].passage &&
           (passage >= take.alignment.passages.size() || take.alignment.passages[passage].new_pulse);
  };
  Pen band, curve, chart;
  for (std::size_t first = 0; first < points.size();) {
    std::size_t last = first + 1;
    while (last < points.size() && !broken(last)) ++last;
    band.move(x_of(points[first].frame), y_of(points[first].bpm + 1.96 * points[first].bpm_sd));
    curve.move(x_of(points[first].frame), y_of(points[first].bpm));
    for (std::size_t i = first + 1; i < last; ++i) {
      band.line(x_of(points[i].frame), y_of(points[i].bpm + 1.96 * points[i].bpm_sd));
      curve.line(x_of(points[i].frame), y_of(points[i].bpm));
    }
    for (std::size_t i = last; i-- > first;)
      band.line(x_of(points[i].frame), y_of(points[i].bpm - 1.96 * points[i].bpm_sd));
    band.raw("z");
    for (std::size_t i = first; asked && i < last; ++i) {
      const double bpm = tempo_at(take.chart, points[i].tick);
      if (bpm < low || bpm > high) continue;
      const double next = i + 1 < last ? points[i + 1].frame : points[i].frame;
      chart.move(x_of(points[i].frame), y_of(bpm)).line(x_of(next), y_of(bpm));
    }
    first = last;
  }
  out += band.path("tempo-band") + chart.path("asked") + curve.path("curve");
  out = "<div class=\"fit\">" +
        svg_strip("tempo", kHeight, kWidth - kRight,
                  fmt::format("Tempo over time, from {} BPM at the start to {} BPM at the end, with its 95 % "
                              "band.",
                              number(points.front().bpm, 1), number(points.back().bpm, 1)),
                  out) +
        "</div>";
  std::string text = "The line is the pulse behind the strokes, the band its 95 % interval.";
  if (asked) {
    text += fmt::format(" Dashed: the chart's tempo, {}{} BPM.", number(take.chart.tempi.front().bpm, 1),
                        take.chart.tempi.size() > 1 ? " at first" : "");
  }
  const Metric* drift = find(take, Measure::drift);
  if (drift != nullptr) text += fmt::format(" {}.", metric_text(*drift));
  return out + "<p class=\"axis-note\">" + text + "</p>";
}

}  // namespace firstchair::report
