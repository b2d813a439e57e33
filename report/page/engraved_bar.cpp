#include "report/page/engraved_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/page/svg.h"
#include "report/report.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr double kStem = 4.6;

// Says whether a foot's note stands so near to x that a rest there would be drawn over its head.
template <class Place>
bool over_foot(const Layers& layers, double x, const Place& x_of) {
  constexpr double kNear = 10;
  return std::ranges::any_of(layers.feet, [&](const BeatGroup& group) {
    return std::ranges::any_of(group.figures, [&](const Figure& f) {
      return !f.notes.empty() && std::abs(x_of(f.tick) - x) < kNear;
    });
  });
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

}  // namespace

BarEngraver::BarEngraver(const Chart& chart, const std::vector<Tally>& tallies, bool plain, bool titles)
    : chart_(chart), tallies_(tallies), bars_(bars_of(chart)), plain_(plain), titles_(titles) {}

// Heads, stems, beams or flags, and the number of a tuplet.
template <class Place>
void BarEngraver::group_of(const BeatGroup& group, bool hands, const Place& x_of, Pens& pens) const {
  struct Stem {
    double x;
    int flags;
  };
  std::vector<Stem> stems;
  const double beam = kStaffTop + (hands ? kHandBeam : kFootBeam);
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
      const double y = kStaffTop + kSpace / 2 * position(n);
      far = hands ? std::max(far, y) : std::min(far, y);
      head(n, shifted ? x + 2 * kStem : x, y, f.dots, pens);
      accent = accent || chart_.notes[static_cast<std::size_t>(n)].dynamic == Dynamic::accent;
      ornament(chart_.notes[static_cast<std::size_t>(n)], x, y, stem_x, beam, pens);
    }
    if (f.value >= 1) pens.ink.move(stem_x, far).vertical(beam);
    if (accent) draw_accent(pens.ink, x, hands ? kStaffTop + kHandBeam - 9 : kStaffTop + kFootBeam + 9);
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
    pens.texts += svg_text(middle, hands ? kStaffTop + kHandBeam - 15 : kStaffTop + kFootBeam + 24,
                           "tuplet middle", std::to_string(group.tuplet));
  }
}

void BarEngraver::draw(const Bar& b, const Layers& layers, double x, double width, double sticking,
                       double percent, Pens& pens) const {
  const double inner = width - kPadLeft - kPadRight;
  const auto x_of = [&](Ticks tick) {
    return x + kPadLeft +
           inner * static_cast<double>(tick - b.start) / static_cast<double>(b.meter.bar_length());
  };
  for (const BeatGroup& group : layers.hands) {
    for (const Figure& f : group.figures) {
      if (!f.notes.empty()) continue;
      const double rest_x = f.whole_bar ? x + width / 2 : x_of(f.tick);
      if (f.whole_bar && !layers.feet.empty()) continue;
      // Over a foot's head the rest stands higher, as rests of an upper voice do.
      const double up = over_foot(layers, rest_x, x_of) ? 2 * kSpace : 0;
      draw_rest(pens.ink, pens.area, f.value, f.dots, rest_x, kStaffTop + kStaff / 2 - up);
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

// Sticking letters, and how often the notes of a chord were missed over several passes.
void BarEngraver::below(const Figure& f, double x, double sticking, double percent, Pens& pens) const {
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

int BarEngraver::position(int note) const {
  return position_of(chart_.notes[static_cast<std::size_t>(note)].voice);
}

void BarEngraver::head(int index, double x, double y, int dots, Pens& pens) const {
  const Note& note = chart_.notes[static_cast<std::size_t>(index)];
  const Tally& t = tallies_[static_cast<std::size_t>(index)];
  if (position_of(note.voice) <= -2) pens.ink.move(x - 8, kStaffTop - kSpace).raw("h16");
  Pen pen;
  const Head shape = head_of(note.voice);
  const std::string_view colour = plain_ ? "plain" : note_class(t);
  if (shape == Head::filled && colour == "gone") {
    draw_hollow_head(pen, x, y);
  } else {
    draw_head(pen, shape, x, y);
  }
  for (int i = 0; i < dots; ++i)
    pens.area.move(x + 7.5 + 4 * i, y - 3).raw("a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0z");
  pens.heads += plain_ || titles_ ? fmt::format("<g id=\"n{}\" ", index) : "<g ";
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

std::string BarEngraver::title(const Note& note, const Tally& t) const {
  const Bar& b = bar_at(bars_, note.tick);
  std::string text =
      fmt::format("Bar {}, {}: {}", b.number, beat(b.beat_at(note.tick)), name_of(line_of(note.voice)));
  if (t.answered == 1) text += fmt::format(" {}", lean(t.mean(), 0));
  if (t.answered > 1) text += fmt::format(" {}, mean of {}", lean(t.mean(), 0), t.answered);
  if (t.missed > 0) text += fmt::format(", {} missed", t.missed);
  if (t.masked > 0) text += ", not told apart";
  return plain_ || t.answered + t.missed + t.masked > 0 ? text : text + ", not played";
}

}  // namespace firstchair::report
