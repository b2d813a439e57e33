// The chart as drum notation, engraved here: one five-line staff, hands with stems up, feet with stems down,
// beamed by beats. The feet's rests are left out: the hands' layer already counts the bar. Each note is a
// group with an id, coloured by the mean signed error over the passes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/page/glyphs.h"
#include "report/page/note_tally.h"
#include "report/page/pictures.h"
#include "report/page/rhythm.h"
#include "report/page/svg.h"
#include "report/report.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr double kTakeWidth = 1100, kLead = 58, kPadLeft = 17, kPadRight = 9;
constexpr double kStaff = 4 * kSpace;
constexpr double kTop = 62;        // of the staff inside its system
constexpr double kHandBeam = -27;  // from the top line
constexpr double kFootBeam = kStaff + 27;
constexpr double kStem = 4.6;
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
        titles_(chart_.notes.size() <= kMostTitles) {
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
  struct Layers {
    std::vector<BeatGroup> hands, feet;
  };
  struct Pens {
    Pen ink, area, thin;
    std::string heads, texts;
  };

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
    const double sticking = kTop + (any_feet_ ? kFootBeam + 14 : kStaff + 18);
    const double percent = any_hand_ ? sticking + 13 : sticking;
    return {sticking, percent, (any_gone_ ? percent : any_hand_ ? sticking : sticking - 12) + 8};
  }

  std::string system(std::size_t first, std::size_t last, double bar_width) {
    const double right = kLead + bar_width * static_cast<double>(last - first);
    Pens pens;
    Pen lines;
    staff(0, right, lines);
    draw_clef(pens.area, 8, kTop);
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
          draw_clef(pens.area, 8, kTop);
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
    for (int i = 0; i < 5; ++i) lines.move(from, kTop + kSpace * i).horizontal(to);
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
    draw_number(pens.thin, bars_[i].meter.beats, center, kTop);
    draw_number(pens.thin, bars_[i].meter.unit, center, kTop + 2 * kSpace);
  }

  // Bar i of a system that begins with bar `first`, from its bar line at x to the next one.
  void measure(std::size_t i, std::size_t first, double x, double width, Pens& pens, Pen& lines) {
    const auto [sticking, percent, height] = depths();
    const bool within = changes_meter(i) && i != first;
    if (within) meter(i, x + 12, pens);
    const double lead = within ? 22 : 0;
    pens.texts += svg_text(x + (i == first ? 2 : 3), 12, "tick", std::to_string(bars_[i].number));
    bar(i, x + lead, width - lead, sticking, percent, pens);
    pens.heads += fmt::format(
        "<rect class=\"place\" data-bar=\"{}\" x=\"{:.1f}\" y=\"0\" width=\"{:.1f}\" height=\"{:.1f}\"/>", i,
        x + lead + kPadLeft, width - lead - kPadLeft - kPadRight, height);
    const double right = x + width;
    if (i + 1 < bars_.size()) {
      lines.move(right, kTop).line(right, kTop + kStaff);
    } else {
      lines.move(right - 5, kTop).line(right - 5, kTop + kStaff);
      pens.area.move(right - 2.4, kTop - 0.5).raw("h3.4v33h-3.4z");
    }
  }

  void bar(std::size_t index, double x, double width, double sticking, double percent, Pens& pens) {
    const Bar& b = bars_[index];
    const double inner = width - kPadLeft - kPadRight;
    const auto x_of = [&](Ticks tick) {
      return x + kPadLeft +
             inner * static_cast<double>(tick - b.start) / static_cast<double>(b.meter.bar_length());
    };
    const Layers& layers = layers_[index];
    for (const BeatGroup& group : layers.hands) {
      for (const Figure& f : group.figures) {
        if (!f.notes.empty()) continue;
        const double rest_x = f.whole_bar ? x + width / 2 : x_of(f.tick);
        if (f.whole_bar && !layers.feet.empty()) continue;
        // Over a foot's head the rest stands higher, as rests of an upper voice do.
        const double up = over_foot(layers, rest_x, x_of) ? 2 * kSpace : 0;
        draw_rest(pens.ink, pens.area, f.value, f.dots, rest_x, kTop + kStaff / 2 - up);
      }
      group_of(group, true, x_of, pens);
    }
    for (const BeatGroup& group : layers.feet) group_of(group, false, x_of, pens);
    for (const auto* groups : {&layers.hands, &layers.feet}) {
      for (const BeatGroup& group : *groups) {
        for (const Figure& f : group.figures) below(f, x_of(f.tick), sticking, percent, pens);
      }
    }
  }

  // Says whether a foot's note stands so near to x that a rest there would be drawn over its head.
  template <class Place>
  static bool over_foot(const Layers& layers, double x, const Place& x_of) {
    constexpr double kNear = 10;
    return std::ranges::any_of(layers.feet, [&](const BeatGroup& group) {
      return std::ranges::any_of(group.figures, [&](const Figure& f) {
        return !f.notes.empty() && std::abs(x_of(f.tick) - x) < kNear;
      });
    });
  }

  // Sticking letters, and how often the notes of a chord were missed over several passes.
  void below(const Figure& f, double x, double sticking, double percent, Pens& pens) {
    int worst = 0;
    for (const int n : f.notes) {
      const Note& note = chart_.notes[static_cast<std::size_t>(n)];
      if (note.hand != Hand::unwritten) {
        pens.texts += svg_text(x, sticking, "sticking middle", note.hand == Hand::right ? "R" : "L");
      }
      const Tally& t = tallies_[static_cast<std::size_t>(n)];
      if (t.missed > 0 && t.missed + t.answered > 1)
        worst = std::max(worst, 100 * t.missed / (t.missed + t.answered));
    }
    if (worst > 0) pens.texts += svg_text(x, percent, "gone-share middle", fmt::format("{}%", worst));
  }

  // Heads, stems, beams or flags, and the number of a tuplet.
  template <class Place>
  void group_of(const BeatGroup& group, bool hands, const Place& x_of, Pens& pens) {
    struct Stem {
      double x;
      int flags;
    };
    std::vector<Stem> stems;
    const double beam = kTop + (hands ? kHandBeam : kFootBeam);
    for (const Figure& f : group.figures) {
      if (f.notes.empty()) continue;
      const double x = x_of(f.tick);
      const double stem_x = hands ? x + kStem : x - kStem;
      double far = hands ? -HUGE_VAL : HUGE_VAL;
      int before = -100;
      bool shifted = false;
      bool accent = false;
      std::vector<int> notes = f.notes;
      std::sort(notes.begin(), notes.end(), [&](int a, int c) { return position(a) < position(c); });
      for (const int n : notes) {
        shifted = position(n) - before == 1 && !shifted;
        before = position(n);
        const double y = kTop + kSpace / 2 * position(n);
        far = hands ? std::max(far, y) : std::min(far, y);
        head(n, shifted ? x + 2 * kStem : x, y, f.dots, pens);
        accent = accent || chart_.notes[static_cast<std::size_t>(n)].dynamic == Dynamic::accent;
        ornament(chart_.notes[static_cast<std::size_t>(n)], x, y, stem_x, beam, pens);
      }
      if (f.value >= 1) pens.ink.move(stem_x, far).vertical(beam);
      if (accent) draw_accent(pens.ink, x, hands ? kTop + kHandBeam - 9 : kTop + kFootBeam + 9);
      stems.push_back({stem_x, std::max(0, f.value - 2)});
    }
    for (std::size_t i = 0; i < stems.size();) {
      std::size_t end = i;
      while (end < stems.size() && stems[end].flags > 0) ++end;
      if (end == i) {
        ++i;
        continue;
      }
      if (end - i == 1) {
        draw_flags(pens.ink, stems[i].flags, stems[i].x, beam, hands);
      } else {
        for (int level = 0; level < 5; ++level) {
          const double y = hands ? beam + 6.4 * level : beam - 6.4 * level;
          for (std::size_t k = i; k < end; ++k) {
            if (stems[k].flags <= level) continue;
            std::size_t run = k;
            while (run + 1 < end && stems[run + 1].flags > level) ++run;
            double from = stems[k].x, to = stems[run].x;
            if (run == k) (k == i ? to : from) += k == i ? 7 : -7;
            pens.area.box(from - 0.7, y, to - from + 1.4, hands ? 4 : -4);
            k = run;
          }
        }
      }
      i = end;
    }
    if (group.tuplet > 0 && !stems.empty()) {
      const double from = x_of(group.start), to = x_of(group.start + group.length);
      const double middle = stems.size() > 1 ? (stems.front().x + stems.back().x) / 2 : (from + to) / 2;
      pens.texts += svg_text(middle, hands ? kTop + kHandBeam - 15 : kTop + kFootBeam + 24, "tuplet middle",
                             std::to_string(group.tuplet));
    }
  }

  int position(int note) const { return position_of(chart_.notes[static_cast<std::size_t>(note)].voice); }

  void head(int index, double x, double y, int dots, Pens& pens) {
    const Note& note = chart_.notes[static_cast<std::size_t>(index)];
    const Tally& t = tallies_[static_cast<std::size_t>(index)];
    if (position_of(note.voice) <= -2) pens.ink.move(x - 8, kTop - kSpace).raw("h16");
    Pen pen;
    const Head shape = head_of(note.voice);
    const std::string_view colour = layout_.chart_alone ? "plain" : note_class(t);
    if (shape == Head::filled && colour == "gone") {
      draw_hollow_head(pen, x, y);
    } else {
      draw_head(pen, shape, x, y);
    }
    for (int i = 0; i < dots; ++i)
      pens.area.move(x + 7.5 + 4 * i, y - 3).raw("a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0z");
    pens.heads += layout_.chart_alone || titles_ ? fmt::format("<g id=\"n{}\" ", index) : "<g ";
    pens.heads += fmt::format("class=\"{} {}\">", head_class(shape), colour);
    if (titles_) pens.heads += fmt::format("<title>{}</title>", title(note, t));
    pens.heads += fmt::format("<path d=\"{}\"/>", pen.data());
    if (note.dynamic == Dynamic::ghost) {
      Pen marks;
      draw_parentheses(marks, x, y);
      pens.heads += marks.path("paren");
    }
    pens.heads += "</g>";
  }

  void ornament(const Note& note, double x, double y, double stem_x, double beam, Pens& pens) {
    if (note.ornament == Ornament::buzz) draw_buzz(pens.ink, stem_x, (y + beam) / 2);
    const int graces = note.ornament == Ornament::flam ? 1 : note.ornament == Ornament::drag ? 2 : 0;
    for (int i = 0; i < graces; ++i) {
      const double at = x - 12 - 7.5 * (graces - 1 - i);
      draw_small_head(pens.area, at, y);
      pens.ink.move(at + 2.8, y - 0.5).line(at + 2.8, y - 16);
    }
    if (graces == 1) pens.ink.move(x - 12.6, y - 8).line(x - 4.4, y - 14.5);
    if (graces == 1) pens.ink.move(x - 9.2, y - 16).raw("c.4 2.6 4.4 3.2 3.2 7");
    if (graces == 2) pens.area.move(x - 17.4, y - 16).raw("h8.8v2.4h-8.8z");
  }

  std::string title(const Note& note, const Tally& t) const {
    const Bar& b = bar_at(bars_, note.tick);
    std::string text =
        fmt::format("Bar {}, {}: {}", b.number, beat(b.beat_at(note.tick)), name_of(line_of(note.voice)));
    if (t.answered == 1) text += fmt::format(" {}", lean(t.mean(), 0));
    if (t.answered > 1) text += fmt::format(" {}, mean of {}", lean(t.mean(), 0), t.answered);
    if (t.missed > 0) text += fmt::format(", {} missed", t.missed);
    if (t.masked > 0) text += ", not told apart";
    return layout_.chart_alone || t.answered + t.missed + t.masked > 0 ? text : text + ", not played";
  }

  const Chart& chart_;
  Layout layout_;
  std::vector<Bar> bars_;
  std::vector<Tally> tallies_;
  bool titles_;
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
