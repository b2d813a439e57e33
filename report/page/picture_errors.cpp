// Every stroke: signed error over the bars as they were played, one lane a line of the kit, early above, late
// below.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

#include "report/page/pictures.h"
#include "report/page/svg.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr double kWidth = kStripWidth, kLeft = kStripLeft, kRight = kStripRight, kTop = 20, kLaneGap = 8;
constexpr double kLetter = 7.7;  // no wider in any system font at the size of a departure

struct Scale {
  double range_ms = 30;  // full height of half a lane
  double half = 30;      // its pixels
  double y(double ms) const { return std::clamp(ms, -range_ms, range_ms) / range_ms * half; }
};

// Wide enough for 99 of 100 strokes, within 30 and 80 ms.
Scale scale_of(const Take& take, double half) {
  std::vector<double> sizes;
  for (const Match& m : take.alignment.matches) {
    if (has_error(take, m)) sizes.push_back(std::fabs(m.error_ms));
  }
  Scale scale{30, half};
  if (sizes.empty()) return scale;
  const auto at = sizes.begin() + static_cast<std::ptrdiff_t>(0.99 * static_cast<double>(sizes.size() - 1));
  std::nth_element(sizes.begin(), at, sizes.end());
  scale.range_ms = std::clamp(10 * std::ceil((*at + 2) / 10), 30.0, 80.0);
  return scale;
}

using Placed = std::pair<Ticks, std::size_t>;  // place on the timeline, index of the match

struct Lane {
  std::array<Pen, kErrorClasses> strokes;
  Pen missed, extra, wrong, beyond;
};

std::string legend(const std::vector<Line>& lines, const Scale& scale) {
  std::string html = "<ul class=\"legend\">";
  const auto item = [&](std::string_view shape, std::string_view text) {
    html += fmt::format("<li><svg class=\"key\" aria-hidden=\"true\" viewBox=\"-7 -7 14 14\">{}</svg>{}</li>",
                        shape, text);
  };
  const Line line = lines.empty() ? Line::snare : lines.front();
  for (std::size_t i = 0; i < kErrorClassText.size(); ++i) {
    Pen pen;
    draw_mark(pen, line, 0, 0);
    item(pen.path(fmt::format("{} {}", mark_of(line), kErrorClass[i])), kErrorClassText[i]);
  }
  item("<path class=\"missed\" d=\"M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0\"/>", "missed");
  item("<path class=\"extra\" d=\"M0-5v10\"/>", "extra");
  item("<path class=\"wrong\" d=\"M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0\"/>", "on another drum");
  return html +
         fmt::format("</ul><p class=\"axis-note\">Shaded: ±10 ms. Dashed: ±20 ms. Lanes end at ±{} ms.</p>",
                     number(scale.range_ms, 0));
}

class Picture {
 public:
  Picture(const Take& take, const Timeline& timeline)
      : take_(take), timeline_(timeline), lines_(lines_of(take)) {
    const bool dense = timeline.bars().size() > 256;
    scale_ = scale_of(take, dense ? 20 : 31);
    const std::size_t most = dense ? 32 : 16;
    const std::size_t bars = timeline.bars().size();
    const std::size_t systems = (bars + most - 1) / most;
    bars_per_system_ = (bars + systems - 1) / systems;
    if (systems > 1) bars_per_system_ = (bars_per_system_ + 3) / 4 * 4;  // cut into four between bars
    sort_matches();
  }

  std::string html() {
    std::string out = legend(lines_, scale_);
    const bool tall = timeline_.bars().size() > 6 * bars_per_system_;
    std::string systems;
    for (std::size_t first = 0; first < timeline_.bars().size(); first += bars_per_system_) {
      systems += system(first, std::min(first + bars_per_system_, timeline_.bars().size()));
    }
    out += tall ? scrolled("fit tall", "Every stroke", systems) : "<div class=\"fit\">" + systems + "</div>";
    return out + notes();
  }

 private:
  void sort_matches() {
    for (std::size_t i = 0; i < take_.alignment.matches.size(); ++i) {
      const Match& m = take_.alignment.matches[i];
      places_.push_back({timeline_.offset(m.passage, m.tick), i});
    }
    std::sort(places_.begin(), places_.end());
  }

  // Places from `from` to `to`; the last system also holds what stands at the very end.
  std::span<const Placed> placed_between(Ticks from, Ticks to) const {
    const auto before = [](const Placed& p, Ticks t) { return p.first < t; };
    const auto first = std::lower_bound(places_.begin(), places_.end(), from, before);
    const auto last =
        to == timeline_.length() ? places_.end() : std::lower_bound(first, places_.end(), to, before);
    return {first, last};
  }

  // A line that has nothing to show in a system leaves it, as empty staves leave a score.
  std::vector<Line> lines_between(Ticks from, Ticks to) const {
    std::array<bool, kLineCount> present{};
    for (const auto& [offset, index] : placed_between(from, to)) {
      present[static_cast<std::size_t>(line_of(take_, take_.alignment.matches[index]))] = true;
    }
    std::vector<Line> lines = lines_;
    std::erase_if(lines, [&](Line line) { return !present[static_cast<std::size_t>(line)]; });
    return lines.empty() ? lines_ : lines;
  }

  double lane_height() const { return 2 * scale_.half; }

  void draw(const Match& m, double x, double zero, Lane& lane) {
    const Line line = line_of(take_, m);
    if (m.kind == MatchKind::missed) {
      lane.missed.move(x, zero).raw("m-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0");
    } else if (m.kind == MatchKind::extra) {
      lane.extra.move(x, zero + scale_.half).raw("v-9");
    } else if (has_error(take_, m)) {
      const double y = zero + scale_.y(m.error_ms);
      draw_mark(lane.strokes[static_cast<std::size_t>(error_class(m.error_ms))], line, x, y);
      if (m.kind == MatchKind::wrong_voice) lane.wrong.move(x, y).raw("m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0");
      if (std::fabs(m.error_ms) > scale_.range_ms) ++beyond_;
    } else if (m.kind == MatchKind::grace) {
      ++graces_;
    } else if (m.kind == MatchKind::masked) {
      ++masked_;
    } else {
      ++untimed_;
    }
  }

  // Departures above the bar numbers; those that would touch go one row up.
  std::string marks(Ticks from, Ticks to, double px_per_tick, double& top, double bottom) {
    std::string out;
    std::vector<double> row_end;
    std::vector<std::tuple<double, std::size_t, std::string>> placed;
    for (const TimelineMark& mark : timeline_.marks()) {
      const bool at_end = mark.offset == timeline_.length() && to == timeline_.length();
      if (mark.offset < from || (mark.offset >= to && !at_end)) continue;
      const double x = kLeft + static_cast<double>(mark.offset - from) * px_per_tick;
      const double width = kLetter * static_cast<double>(mark.text.size());
      const double text_x = std::min(x, kWidth - kRight - width);
      std::size_t row = 0;
      while (row < row_end.size() && row_end[row] > text_x) ++row;
      if (row == row_end.size()) row_end.push_back(0);
      row_end[row] = text_x + width + 14;
      placed.emplace_back(x, row, mark.text);
    }
    top = kTop + 15 * static_cast<double>(row_end.size());
    for (const auto& [x, row, text] : placed) {
      const double y = 12 + 15 * static_cast<double>(row_end.size() - 1 - row);
      const double width = kLetter * static_cast<double>(text.size());
      out += svg_line(x, y + 3, x, bottom + top, "departure");
      out += svg_text(std::min(x, kWidth - kRight - width), y, "departure-text", text);
    }
    return out;
  }

  std::string system(std::size_t first, std::size_t last) {
    const auto& bars = timeline_.bars();
    const Ticks from = bars[first].offset;
    const Ticks to = last < bars.size() ? bars[last].offset : timeline_.length();
    // The last system keeps the scale of the others, so that a bar is as wide everywhere.
    const std::size_t full_end = std::min(bars_per_system_, bars.size());
    const Ticks full = full_end < bars.size() ? bars[full_end].offset : timeline_.length();
    const double px_per_tick = (kWidth - kLeft - kRight) / static_cast<double>(std::max(full, to - from));
    const std::vector<Line> lines = lines_between(from, to);
    const double lanes_height = static_cast<double>(lines.size()) * (lane_height() + kLaneGap);
    double top = kTop;
    const std::string departures = marks(from, to, px_per_tick, top, lanes_height - kLaneGap);
    const double height = top + lanes_height + 2;
    const double right = kLeft + static_cast<double>(to - from) * px_per_tick;

    std::map<Line, double> zero;
    std::map<Line, Lane> lanes;
    std::string out;
    Pen ten, twenty, base, bar_lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const double y = top + static_cast<double>(i) * (lane_height() + kLaneGap) + scale_.half;
      zero[lines[i]] = y;
      out += svg_rect(kLeft, y - scale_.half, right - kLeft, lane_height(), "lane");
      const double band = scale_.y(10);
      out += svg_rect(kLeft, y - band, right - kLeft, 2 * band, "within");
      for (const double side : {-1.0, 1.0})
        twenty.move(kLeft, y + side * scale_.y(20)).line(right, y + side * scale_.y(20));
      base.move(kLeft, y).line(right, y);
      out += svg_text(kLeft - 8, y + 4.5, "lane-name", name_of(lines[i]));
      if (scale_.half > 25) {
        out += svg_text(kLeft - 8, y - scale_.y(20) + 4, "tick-end early-text", "20 early");
        out += svg_text(kLeft - 8, y + scale_.y(20) + 4, "tick-end late-text", "20 late");
      }
    }
    const double bottom = top + lanes_height - kLaneGap;
    for (std::size_t i = first; i < last; ++i) {
      const double x = kLeft + static_cast<double>(bars[i].offset - from) * px_per_tick;
      bar_lines.move(x, top).line(x, bottom);
      out += svg_text(x + 3, top - 5, "tick", std::to_string(bars[i].bar.number));
    }
    bar_lines.move(right, top).line(right, bottom);
    out += twenty.path("guide20") + base.path("zero") + bar_lines.path("bar-line") + departures;

    for (const auto& [offset, index] : placed_between(from, to)) {
      const Match& m = take_.alignment.matches[index];
      const Line line = line_of(take_, m);
      draw(m, kLeft + static_cast<double>(offset - from) * px_per_tick, zero[line], lanes[line]);
    }
    for (const auto& [line, lane] : lanes) {
      for (std::size_t c = 0; c < kErrorClasses; ++c) {
        out += lane.strokes[c].path(fmt::format("{} {}", mark_of(line), kErrorClass[c]));
      }
      out += lane.wrong.path("wrong") + lane.missed.path("missed") + lane.extra.path("extra");
    }
    return svg_strip(fmt::format("strokes-{}", first), height, right, label(first, last), out);
  }

  std::string label(std::size_t first, std::size_t last) const {
    return fmt::format(
        "Signed error of every stroke, bars {} to {} as played; the figures are in the table of lines.",
        timeline_.bars()[first].bar.number, timeline_.bars()[last - 1].bar.number);
  }

  std::string notes() const {
    std::string text;
    const auto say = [&](std::size_t n, std::string_view thing, std::string_view what) {
      if (n > 0) text += count(n, thing) + std::string(what);
    };
    say(beyond_, "stroke", " beyond the lane, drawn at its edge. ");
    say(graces_, "grace stroke", " of flams and drags, judged by the gap and not drawn here. ");
    say(masked_, "note", " not to be told apart from another struck together, not drawn. ");
    say(untimed_, "stroke", " without a trustworthy attack, counted and not drawn. ");
    return text.empty() ? "" : "<p class=\"axis-note\">" + text + "</p>";
  }

  const Take& take_;
  const Timeline& timeline_;
  std::vector<Line> lines_;
  Scale scale_;
  std::size_t bars_per_system_ = 16;
  std::vector<Placed> places_;
  std::size_t beyond_ = 0, graces_ = 0, masked_ = 0, untimed_ = 0;
};

}  // namespace

std::string errors_picture(const Take& take, const Timeline& timeline) {
  if (timeline.bars().empty()) {
    return "<p class=\"empty\">No pulse found in " + count(take.hits.size(), "stroke") + ".</p>";
  }
  return Picture(take, timeline).html();
}

}  // namespace firstchair::report
