// Where in the bar each line sits: one lane a line, one mark a position, with its 95 % interval. The shaded
// strip is the line's mean error with its own interval; what is drawn at a position is what remains after
// shrinkage.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/page/pictures.h"
#include "report/page/svg.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr double kWidth = kStripWidth, kLeft = kStripLeft, kRight = kStripRight, kTop = 24, kHalf = 48,
                 kGap = 14;
constexpr double kSure = 0.95;

struct Extent {
  Ticks length = 0;  // of the bar, or of one beat
  Ticks beat = 0;
  bool in_beat = false;
};

Extent extent_of(const Take& take) {
  Ticks last = 0, longest = 0, beat = kTicksPerQuarter;
  for (const PositionCell& cell : take.verdict.positions) last = std::max(last, cell.in_bar);
  for (const MeterChange& meter : take.chart.meters) {
    if (meter.bar_length() > longest) longest = meter.bar_length(), beat = kTicksPerWhole / meter.unit;
  }
  if (last < beat && take.verdict.positions.size() > 1) return {beat, beat, true};
  return {std::max(longest, last + 1), beat, false};
}

double lean_of(const std::vector<const PositionCell*>& cells) {
  double n = 0, sum = 0;
  for (const PositionCell* cell : cells) n += cell->n, sum += cell->n * cell->mean_ms;
  return n > 0 ? sum / n : 0;
}

std::string table(const Take& take) {
  std::string html =
      "<table><thead><tr><th>Line<th>Position<th>Strokes<th>Mean as played<th>Off the line's own "
      "lean<th>Chance beyond 20 ms</tr></thead><tbody>";
  for (const PositionCell& c : take.verdict.positions) {
    html += fmt::format("<tr><td>{}<td>{}<td>{}<td>{}<td>{} ms, ±{}<td>{} %</tr>", name_of(c.line),
                        beat(c.beat), c.n, lean(c.mean_ms, 1), number(c.shrunk_ms, 1),
                        number(1.96 * c.sd_ms, 1), number(std::min(99.9, 100 * c.probability), 0));
  }
  return "<details><summary>As a table</summary>" +
         table_box("Table of positions", html + "</tbody></table>") + "</details>";
}

}  // namespace

std::string positions_picture(const Take& take) {
  std::vector<std::pair<Line, std::vector<const PositionCell*>>> lanes;
  double reach = 20;
  for (const Line line : lines_of(take)) {
    std::vector<const PositionCell*> cells;
    for (const PositionCell& cell : take.verdict.positions) {
      if (cell.line == line && std::isfinite(cell.shrunk_ms) && std::isfinite(cell.sd_ms))
        cells.push_back(&cell);
    }
    if (cells.empty()) continue;
    const double own = lean_of(cells);
    for (const PositionCell* c : cells)
      reach = std::max(reach, std::fabs(own + c->shrunk_ms) + 1.96 * c->sd_ms);
    lanes.emplace_back(line, std::move(cells));
  }
  if (lanes.empty()) return "<p class=\"empty\">Not enough strokes to tell 1 position from another.</p>";
  const double range = std::clamp(10 * std::ceil(reach / 10), 20.0, 60.0);
  const auto y_of = [&](double ms) { return std::clamp(ms, -range, range) / range * kHalf; };

  const Extent extent = extent_of(take);
  // The last position is before the end of the bar, so the bar may begin behind a margin and be as wide as
  // the lane.
  constexpr double kMargin = 26;
  const auto x_of = [&](Ticks tick) {
    return kLeft + kMargin +
           (kWidth - kLeft - kRight) * static_cast<double>(tick) / static_cast<double>(extent.length);
  };
  const double height = kTop + static_cast<double>(lanes.size()) * (2 * kHalf + kGap);
  std::string out;
  Pen beats, twenty, zero;
  const double right = kWidth - kRight;
  for (Ticks tick = 0; tick < extent.length; tick += extent.beat) {
    beats.move(x_of(tick), kTop - 4).line(x_of(tick), height - kGap);
    const auto count = tick / extent.beat + 1;
    out += svg_text(x_of(tick), kTop - 9, "tick middle", extent.in_beat ? "the beat" : std::to_string(count));
    for (const int part : {1, 2, 3}) {
      const Ticks at = tick + extent.beat * part / 4;
      if (extent.beat < kTicksPerQuarter && part != 2) continue;
      if (part != 2 && !extent.in_beat) continue;
      out += svg_text(x_of(at), kTop - 9, "tick faint middle", part == 1 ? "e" : part == 2 ? "&" : "a");
    }
  }
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const auto& [line, cells] = lanes[i];
    const double y = kTop + static_cast<double>(i) * (2 * kHalf + kGap) + kHalf;
    out += svg_rect(kLeft, y - kHalf, right - kLeft, 2 * kHalf, "lane");
    out += svg_rect(kLeft, y - y_of(10), right - kLeft, 2 * y_of(10), "within");
    zero.move(kLeft, y).line(right, y);
    for (const double side : {-1.0, 1.0})
      twenty.move(kLeft, y + y_of(20 * side)).line(right, y + y_of(20 * side));
    out += svg_text(kLeft - 8, y + 4.5, "lane-name", name_of(line));
    out += svg_text(kLeft - 8, y - y_of(20) + 4, "tick-end early-text", "20 early");
    out += svg_text(kLeft - 8, y + y_of(20) + 4, "tick-end late-text", "20 late");
  }
  out += beats.path("beat-line") + twenty.path("guide20") + zero.path("zero");
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const auto& [line, cells] = lanes[i];
    const double y = kTop + static_cast<double>(i) * (2 * kHalf + kGap) + kHalf;
    const double own = lean_of(cells);
    const Metric* placement = find(take, Measure::placement, line);
    if (placement != nullptr && measured(*placement)) {
      const double top = y_of(placement->low), bottom = y_of(placement->high);
      out += svg_rect(kLeft, y + top, right - kLeft, std::max(1.0, bottom - top), "lean-band");
    }
    Pen whiskers, raw;
    std::array<Pen, kErrorClasses> marks;
    std::string labels;
    for (const PositionCell* c : cells) {
      const double x = x_of(c->in_bar);
      const double at = own + c->shrunk_ms;
      whiskers.move(x, y + y_of(at - 1.96 * c->sd_ms)).line(x, y + y_of(at + 1.96 * c->sd_ms));
      raw.move(x - 7, y + y_of(c->mean_ms)).raw("h14");
      draw_mark(marks[static_cast<std::size_t>(error_class(at))], line, x, y + y_of(at));
      if (c->probability > kSure) {
        const double above =
            at < 0 ? y + y_of(at - 1.96 * c->sd_ms) - 6 : y + y_of(at + 1.96 * c->sd_ms) + 15;
        labels += svg_text(x, std::clamp(above, y - kHalf + 10, y + kHalf - 3), "call middle",
                           number(std::fabs(at), 0));
      }
    }
    out += raw.path("raw") + whiskers.path("whisker");
    for (std::size_t c = 0; c < kErrorClasses; ++c) {
      out += marks[c].path(fmt::format("big {} {}", mark_of(line), kErrorClass[c]));
    }
    out += labels;
  }
  return "<div class=\"fit\">" +
         svg_strip("positions", height, right,
                   "Mean error by position in the bar, one lane a line; the table below has the figures.",
                   out) +
         "</div>" + table(take);
}

}  // namespace firstchair::report
