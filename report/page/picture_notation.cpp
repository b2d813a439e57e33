// The chart as drum notation, engraved here: one five-line staff, hands with stems up, feet with stems down,
// beamed by beats. The feet's rests are left out: the hands' layer already counts the bar. Each note is a
// group with an id, coloured by the mean signed error over the passes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/page/engraved_bar.h"
#include "report/page/note_tally.h"
#include "report/page/pictures.h"
#include "report/page/rhythm.h"
#include "report/page/svg.h"
#include "report/report.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr double kTakeWidth = 1100, kLead = 58;
// Beyond that many notes a report's notes have neither words nor names: the page would grow past its size.
constexpr std::size_t kMostTitles = 5000;
constexpr std::size_t kMostWrittenDown = 4000;

// How the staff is laid out: for a take's report, or a chart alone. A chart alone is drawn for the width that
// it is asked for, a system in one SVG. Nobody asks a report for a width, so every bar is an SVG of its own
// there, and page.css lays as many beside each other as there is room for.
struct Layout {
  double width = kTakeWidth;
  bool chart_alone = false;  // nothing was played: plain heads
};

class Engraver {
 public:
  Engraver(const Chart& chart, std::vector<Tally> tallies, Layout layout)
      : chart_(chart),
        layout_(layout),
        bars_(bars_of(chart)),
        tallies_(std::move(tallies)),
        titles_(chart_.notes.size() <= kMostTitles),
        notes_(chart_, tallies_, layout_.chart_alone, titles_) {
    std::size_t note = 0;
    for (const Bar& bar : bars_) {
      Layers layers;
      std::vector<int> hands, feet;
      for (; note < chart_.notes.size() && chart_.notes[note].tick < bar.end(); ++note) {
        const Note& n = chart_.notes[note];
        (with_feet(n.voice) ? feet : hands).push_back(static_cast<int>(note));
        any_feet_ = any_feet_ || with_feet(n.voice);
        any_hand_ = any_hand_ || n.hand != Hand::unwritten;
        any_gone_ =
            any_gone_ || (tallies_[note].missed > 0 && tallies_[note].missed + tallies_[note].answered > 1);
      }
      layers.hands = write_rhythm(chart_, bar, hands);
      if (!feet.empty()) layers.feet = write_rhythm(chart_, bar, feet);
      widths_.push_back(natural_width(bar, layers));
      layers_.push_back(std::move(layers));
    }
  }

  std::string html() {
    std::string out;
    std::size_t systems = 0;
    for (std::size_t first = 0; first < bars_.size(); ++systems) {
      const std::size_t columns = columns_from(first);
      const std::size_t last = std::min(first + columns, bars_.size());
      const double bar_width = (layout_.width - kLead - 2) / static_cast<double>(columns);
      out += layout_.chart_alone ? system(first, last, bar_width) : staves(first, last, columns, bar_width);
      first = last;
    }
    if (layout_.chart_alone) return out;
    return systems > 10 ? scrolled("fit tall", "Notation", out) : "<div class=\"fit\">" + out + "</div>";
  }

  bool titles() const { return titles_; }

 private:
  double natural_width(const Bar& bar, const Layers& layers) const {
    double per_quarter = 30;
    for (const auto* groups : {&layers.hands, &layers.feet}) {
      for (const BeatGroup& group : *groups) {
        const bool ghosts = std::any_of(group.figures.begin(), group.figures.end(), [&](const Figure& f) {
          return std::any_of(f.notes.begin(), f.notes.end(), [&](int n) {
            return chart_.notes[static_cast<std::size_t>(n)].dynamic == Dynamic::ghost;
          });
        });
        const double part = group.divisions <= 2 ? 20 : group.divisions <= 5 || ghosts ? 14.4 : 11.6;
        const double quarters = static_cast<double>(group.length) / static_cast<double>(kTicksPerQuarter);
        if (!group.figures.empty() && !group.figures[0].whole_bar)
          per_quarter = std::max(per_quarter, part * group.divisions / quarters);
      }
    }
    return kPadLeft + kPadRight +
           per_quarter * static_cast<double>(bar.meter.bar_length()) / static_cast<double>(kTicksPerQuarter);
  }

  // Eight, four, two bars or one to a system, all of one width, so that bars stand under each other.
  std::size_t columns_from(std::size_t first) const {
    const auto begin = widths_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto most = static_cast<std::ptrdiff_t>(layout_.chart_alone ? widths_.size() : 8);
    for (const std::ptrdiff_t wish : {8, 4, 2}) {
      const std::ptrdiff_t columns = std::min(wish, most);
      const auto end = begin + std::min(columns, widths_.end() - begin);
      if (*std::max_element(begin, end) * static_cast<double>(columns) <= layout_.width - kLead) {
        return static_cast<std::size_t>(columns);
      }
    }
    return 1;
  }

  struct Depths {  // below the top of a system
    double sticking, percent, height;
  };
  Depths depths() const {
    const double sticking = kStaffTop + (any_feet_ ? kFootBeam + 14 : kStaff + 18);
    const double percent = any_hand_ ? sticking + 13 : sticking;
    return {sticking, percent, (any_gone_ ? percent : any_hand_ ? sticking : sticking - 12) + 8};
  }

  std::string system(std::size_t first, std::size_t last, double bar_width) {
    const double right = kLead + bar_width * static_cast<double>(last - first);
    Pens pens;
    Pen lines;
    staff(0, right, lines);
    draw_clef(pens.area, 8, kStaffTop);
    if (changes_meter(first)) meter(first, kLead - 18, pens);
    for (std::size_t i = first; i < last; ++i)
      measure(i, first, kLead + bar_width * static_cast<double>(i - first), bar_width, pens, lines);
    return svg_open(layout_.width, depths().height, label(first, last), "wide system") + drawn(pens, lines) +
           "</svg>";
  }

  // The same, every bar for itself. Where a line may begin on a narrower page, a clef stands ready.
  std::string staves(std::size_t first, std::size_t last, std::size_t columns, double bar_width) {
    std::string out =
        fmt::format("<div class=\"staves c{}\" role=\"img\" aria-label=\"{}\">", columns, label(first, last));
    const std::size_t a_line = std::max<std::size_t>(1, columns / 4);  // bars of the narrowest one
    const double height = depths().height;
    constexpr double kJoin = .5;  // drawn into the neighbour, so that no gap is seen
    for (std::size_t i = first; i < last; ++i) {
      Pens pens;
      Pen lines;
      if ((i - first) % a_line == 0) {
        out += svg_part(0, kLead, height, "lead");
        if (i == 0) {
          staff(0, kLead + kJoin, lines);
          draw_clef(pens.area, 8, kStaffTop);
          out += "<g id=\"clef\">" + drawn(pens, lines) + "</g>";
          pens = {}, lines = {};
        } else {
          out += "<use href=\"#clef\"/>";
        }
        if (i == first && changes_meter(i)) meter(i, kLead - 18, pens);
        out += drawn(pens, lines) + "</svg>";
        pens = {};
      }
      staff(0, bar_width + (i + 1 < bars_.size() ? kJoin : 0), lines);
      measure(i, first, 0, bar_width, pens, lines);
      out += svg_part(0, bar_width, height, "bar") + drawn(pens, lines) + "</svg>";
    }
    return out + "</div>";
  }

  std::string label(std::size_t first, std::size_t last) const {
    return fmt::format("Drum notation, {}.", report::bars(bars_[first].number, bars_[last - 1].number));
  }

  static void staff(double from, double to, Pen& lines) {
    for (int i = 0; i < 5; ++i) lines.move(from, kStaffTop + kSpace * i).horizontal(to);
  }

  static std::string drawn(const Pens& pens, const Pen& lines) {
    return lines.path("staff") + pens.ink.path("ink") + pens.area.path("solid") + pens.thin.path("digit") +
           pens.heads + pens.texts;
  }

  bool changes_meter(std::size_t i) const {
    return i == 0 || bars_[i].meter.beats != bars_[i - 1].meter.beats ||
           bars_[i].meter.unit != bars_[i - 1].meter.unit;
  }
  void meter(std::size_t i, double center, Pens& pens) const {
    draw_number(pens.thin, bars_[i].meter.beats, center, kStaffTop);
    draw_number(pens.thin, bars_[i].meter.unit, center, kStaffTop + 2 * kSpace);
  }

  // Bar i of a system that begins with bar `first`, from its bar line at x to the next one.
  void measure(std::size_t i, std::size_t first, double x, double width, Pens& pens, Pen& lines) {
    const auto [sticking, percent, height] = depths();
    const bool within = changes_meter(i) && i != first;
    if (within) meter(i, x + 12, pens);
    const double lead = within ? 22 : 0;
    pens.texts += svg_text(x + (i == first ? 2 : 3), 12, "tick", std::to_string(bars_[i].number));
    notes_.draw(bars_[i], layers_[i], x + lead, width - lead, sticking, percent, pens);
    pens.heads += fmt::format(
        "<rect class=\"place\" data-bar=\"{}\" x=\"{:.1f}\" y=\"0\" width=\"{:.1f}\" height=\"{:.1f}\"/>", i,
        x + lead + kPadLeft, width - lead - kPadLeft - kPadRight, height);
    const double right = x + width;
    if (i + 1 < bars_.size()) {
      lines.move(right, kStaffTop).line(right, kStaffTop + kStaff);
    } else {
      lines.move(right - 5, kStaffTop).line(right - 5, kStaffTop + kStaff);
      pens.area.move(right - 2.4, kStaffTop - 0.5).raw("h3.4v33h-3.4z");
    }
  }

  const Chart& chart_;
  Layout layout_;
  std::vector<Bar> bars_;
  std::vector<Tally> tallies_;
  bool titles_;
  BarEngraver notes_;
  std::vector<Layers> layers_;
  std::vector<double> widths_;  // that each bar needs
  bool any_feet_ = false, any_hand_ = false, any_gone_ = false;
};

std::string legend() {
  std::string html = "<ul class=\"legend\">";
  const auto item = [&](std::string_view css_class, std::string_view text) {
    Pen pen;
    if (css_class == "gone") {
      draw_hollow_head(pen, 0, 0);
    } else {
      draw_head(pen, Head::filled, 0, 0);
    }
    html += fmt::format(
        "<li><svg class=\"key\" aria-hidden=\"true\" viewBox=\"-7 -7 14 14\"><g class=\"o {}\"><path "
        "d=\"{}\"/></g></svg>{}</li>",
        css_class, pen.data(), text);
  };
  item("e0", "20 ms early or more");
  item("e1", "10 to 20 early");
  item("e2", "within 10");
  item("e3", "10 to 20 late");
  item("e4", "20 ms late or more");
  item("gone", "missed");
  item("unplayed", "not reached");
  return html + "</ul>";
}

}  // namespace

std::string notation_picture(const Take& take) {
  if (take.chart.notes.empty()) return "<p class=\"empty\">0 notes to show.</p>";
  if (!take.reading.chart_given && take.chart.notes.size() > kMostWrittenDown) {
    return fmt::format(
        "<p class=\"empty\">{} notes were written down; above {} they are in take.json only.</p>",
        take.chart.notes.size(), kMostWrittenDown);
  }
  Engraver engraver(take.chart, tally(take), {});
  std::string html = legend() + engraver.html();
  if (!engraver.titles()) {
    html += fmt::format(
        "<p class=\"axis-note\">{} notes: above {} the words of each note are in take.json only.</p>",
        take.chart.notes.size(), kMostTitles);
  }
  return html;
}

}  // namespace firstchair::report

namespace firstchair::report {

std::string chart_notation(const Chart& chart, double width) {
  using namespace report;
  if (chart.notes.empty()) return "<p class=\"empty\">0 notes to show.</p>";
  const Layout layout{.width = std::max(width, kNarrowestNotation), .chart_alone = true};
  return Engraver(chart, std::vector<Tally>(chart.notes.size()), layout).html();
}

}  // namespace firstchair::report
