// How hard: every stroke's strength over the bars, one lane a line, ghosts and accents told apart.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "report/page/pictures.h"
#include "report/page/svg.h"
#include "report/report.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr double kWidth = kStripWidth, kLeft = kStripLeft, kRight = kStripRight, kTop = 18, kLane = 74,
                 kGap = 12;

struct Axis {
  double low = 0, high = 127, step = 64;
  std::string_view unit = "velocity";
};

Axis axis_of(const Take& take) {
  if (take.source.kind == SourceKind::midi) return {};
  double low = 0, high = -200;
  for (const Hit& hit : take.hits) {
    const auto level = static_cast<double>(hit.level_db);
    if (!std::isfinite(level)) continue;
    low = std::min(low, level);
    high = std::max(high, level);
  }
  high = std::ceil(std::max(high, low + 6) / 6) * 6;
  low = std::clamp(std::floor(low / 6) * 6, high - 72, high - 12);
  return {low, high, high - low > 36 ? 24.0 : 12.0, "dB"};
}

}  // namespace

std::string strength_picture(const Take& take, const Timeline& timeline) {
  if (timeline.bars().empty()) {
    return "<p class=\"empty\">No pulse found in " + count(take.hits.size(), "stroke") + ".</p>";
  }
  const Axis axis = axis_of(take);
  const bool midi = take.source.kind == SourceKind::midi;
  const std::vector<Line> lines = lines_of(take);
  const double height = kTop + static_cast<double>(lines.size()) * (kLane + kGap);
  const auto x_of = [&](Ticks offset) {
    return kLeft + 4 +
           (kWidth - kLeft - kRight - 8) * static_cast<double>(offset) /
               static_cast<double>(timeline.length());
  };
  std::map<Line, double> top;
  std::string legend = "<ul class=\"legend\">", out;
  constexpr std::array<std::string_view, 3> names{"ghost", "normal", "accent"};
  for (const std::string_view name : names) {
    legend += fmt::format(
        "<li><svg class=\"key\" aria-hidden=\"true\" viewBox=\"-7 -7 14 14\"><path class=\"{}\" "
        "d=\"{}\"/></svg>{}</li>",
        name, name == "ghost" ? "M-2.4 0a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0-4.8 0" : "M0 0h0", name);
  }
  Pen grid, bar_lines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const double y = kTop + static_cast<double>(i) * (kLane + kGap);
    top[lines[i]] = y;
    out += svg_rect(kLeft, y, kWidth - kRight - kLeft, kLane, "lane");
    out += svg_text(kLeft - 8, y + kLane / 2 + 4.5, "lane-name", name_of(lines[i]));
    for (double v = axis.low; v <= axis.high + 1; v += midi ? 127.0 / 2 : axis.step) {
      const double at = y + kLane * (1 - (v - axis.low) / (axis.high - axis.low));
      if (v > axis.low && v < axis.high - 1) grid.move(kLeft, at).line(kWidth - kRight, at);
    }
    out +=
        svg_text(kLeft - 8, y + 9, "tick-end", fmt::format("{}{}", number(axis.high, 0), midi ? "" : " dB"));
    out += svg_text(kLeft - 8, y + kLane, "tick-end",
                    fmt::format("{}{}", number(midi ? 1 : axis.low, 0), midi ? "" : " dB"));
  }
  double free_from = -1e9;
  for (const PlayedBar& bar : timeline.bars()) {
    const double x = x_of(bar.offset);
    if (x < free_from) continue;
    free_from = x + 26;
    bar_lines.move(x, kTop).line(x, height - kGap);
    out += svg_text(x + 2, kTop - 5, "tick", std::to_string(bar.bar.number));
  }
  out += grid.path("grid") + bar_lines.path("beat-line");
  for (const TimelineMark& mark : timeline.marks()) {
    out += svg_line(x_of(mark.offset), kTop, x_of(mark.offset), height - kGap, "departure");
  }
  std::array<Pen, 3> pens;
  Pen extra;
  for (const Match& m : take.alignment.matches) {
    if (m.hit < 0) continue;
    const Hit& hit = take.hits[static_cast<std::size_t>(m.hit)];
    const double value = midi ? static_cast<double>(hit.strength) : static_cast<double>(hit.level_db);
    const double share = std::clamp((value - axis.low) / (axis.high - axis.low), 0.0, 1.0);
    const double x = x_of(timeline.offset(m.passage, m.tick));
    const double y = top[line_of(take, m)] + kLane * (1 - (std::isfinite(share) ? share : 0));
    if (m.note < 0) {
      extra.move(x, y).raw("m0-3.5v7");
      continue;
    }
    const bool ghost = m.kind == MatchKind::grace ||
                       take.chart.notes[static_cast<std::size_t>(m.note)].dynamic == Dynamic::ghost;
    const std::size_t which =
        ghost ? 0 : static_cast<std::size_t>(take.chart.notes[static_cast<std::size_t>(m.note)].dynamic);
    pens[which].move(x, y).raw(which == 0 ? "m-2.4 0a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0-4.8 0" : "h0");
  }
  out += extra.path("extra");
  for (const std::size_t which : {1U, 2U, 0U}) out += pens[which].path(names[which]);
  out = legend + "</ul><div class=\"fit\">" +
        svg_strip("strength", height, kWidth - kRight,
                  "Strength of every stroke over the bars, one lane a line; the figures are in the table of "
                  "measures.",
                  out) +
        "</div>";
  std::string text;
  for (const Metric& m : take.verdict.metrics) {
    if ((m.measure == Measure::dynamics || m.measure == Measure::accent) && measured(m))
      text += metric_text(m) + ". ";
  }
  return text.empty() ? out : out + "<p class=\"axis-note\">" + text + "</p>";
}

}  // namespace firstchair::report
