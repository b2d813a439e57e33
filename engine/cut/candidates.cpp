#include "engine/cut/candidates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace firstchair::cut {
namespace {

constexpr double kRoll_s = .1;  // strokes of one line that follow each other faster are a roll, from four on
constexpr double kBarLine_s = .06;  // a stroke so near to a bar line stands on it

struct Strength {
  double mean = 0, sd = 0;
};
Strength strength_of(const std::vector<Mark>& marks) {
  Strength all;
  if (marks.empty()) return all;
  for (const Mark& mark : marks) all.mean += mark.strength / static_cast<double>(marks.size());
  double sum = 0;
  for (const Mark& mark : marks) sum += (mark.strength - all.mean) * (mark.strength - all.mean);
  all.sd = std::sqrt(sum / static_cast<double>(marks.size()));
  return all;
}

// Says of every stroke whether it goes on with a roll of its own line.
std::vector<bool> inside_rolls(const std::vector<Mark>& marks) {
  std::vector<bool> inside(marks.size(), false);
  std::array<std::vector<std::size_t>, kLineCount> runs;
  const auto close = [&](std::vector<std::size_t>& run) {
    for (std::size_t k = 1; run.size() >= 4 && k < run.size(); ++k) inside[run[k]] = true;
    run.clear();
  };
  for (std::size_t i = 0; i < marks.size(); ++i) {
    std::vector<std::size_t>& run = runs[static_cast<std::size_t>(marks[i].line)];
    if (!run.empty() && marks[i].at_s - marks[run.back()].at_s > kRoll_s) close(run);
    run.push_back(i);
  }
  for (std::vector<std::size_t>& run : runs) close(run);
  return inside;
}

std::string beat_text(double beat) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.4g", std::round(beat * 100) / 100);
  return text.data();
}
void add(std::string& text, const std::string& part) {
  text += (text.empty() ? "" : ", ") + part;
}

const FormBar* bar_line_at(const Form& form, double at_s) {
  const auto after = std::lower_bound(form.bars.begin(), form.bars.end(), at_s - kBarLine_s,
                                      [](const FormBar& bar, double at) { return bar.start_s < at; });
  return after != form.bars.end() && after->start_s <= at_s + kBarLine_s ? &*after : nullptr;
}
bool phrase_begins(const Form& form, const FormBar& bar) {
  return std::binary_search(form.phrases_s.begin(), form.phrases_s.end(), bar.start_s);
}
// A fill begins at its bar line, where the bar before was none.
bool fill_begins(const Form& form, const FormBar& bar) {
  return bar.fill && (&bar == form.bars.data() || !(&bar - 1)->fill);
}

// What the bar line adds to a candidate that stands on it.
void stand_on(Candidate& candidate, const Form& form, const FormBar& bar) {
  candidate.on_one = true;
  candidate.phrase = phrase_begins(form, bar);
  candidate.fill_begins = fill_begins(form, bar);
  candidate.value += 1 + (candidate.phrase ? .8 : 0);
}

std::int64_t frame_near(const Film& film, double at_s) {
  return std::llround((at_s - film.from_s) * film.rate.per_second());
}

}  // namespace

std::int64_t frames_of(const Film& film) {
  return static_cast<std::int64_t>(std::floor((film.to_s - film.from_s) * film.rate.per_second() + 1e-6));
}
double second_of(const Film& film, std::int64_t frame) {
  return film.from_s + static_cast<double>(frame) * film.rate.denominator / film.rate.numerator;
}

FrameSpan frames_of(const Film& film, const Piece& piece) {
  const auto frame = [&](double camera_s) {
    const double at = (master_of(piece, camera_s) - film.from_s) * film.rate.per_second() - .5;
    return static_cast<std::int64_t>(std::ceil(std::clamp(at, -1e12, 1e12) - 1e-9));
  };
  const std::int64_t last = frames_of(film);
  return {std::clamp<std::int64_t>(frame(piece.from_s), 0, last),
          std::clamp<std::int64_t>(frame(piece.to_s), 0, last)};
}
std::vector<FrameSpan> spans_of(const Film& film, const Camera& camera) {
  std::vector<FrameSpan> spans;
  if (camera.placement.grade == Grade::no) return spans;
  for (const Piece& piece : camera.placement.pieces) {
    const FrameSpan span = frames_of(film, piece);
    if (span.end > span.first) spans.push_back(span);
  }
  std::sort(spans.begin(), spans.end(),
            [](const FrameSpan& a, const FrameSpan& b) { return a.first < b.first; });
  return spans;
}

std::vector<Candidate> candidates_of(const Film& film, const Form& form, const Style& style) {
  const std::int64_t end = frames_of(film);
  const double length_s = film.to_s - film.from_s;
  const Strength usual = strength_of(film.marks);
  const std::vector<bool> rolls = inside_rolls(film.marks);
  const auto value_of = [&](std::size_t i) {
    const Mark& mark = film.marks[i];
    Candidate one{.at_s = mark.at_s, .line = mark.line, .struck = true};
    one.accent = usual.sd > 1e-9 ? std::clamp((mark.strength - usual.mean) / usual.sd, -1., 2.) : 0;
    one.value = .6 * one.accent + (mark.line == Line::crash ? .5 : 0) +
                (mark.line == Line::kick || mark.line == Line::snare ? .3 : 0) - (rolls[i] ? 1 : 0);
    return one;
  };
  std::vector<Candidate> found;
  for (std::size_t i = 0; i < film.marks.size();) {
    Candidate best = value_of(i);
    std::size_t loudest = i;
    bool crash = film.marks[i].line == Line::crash;
    std::size_t k = i + 1;
    for (; k < film.marks.size() && film.marks[k].at_s - film.marks[i].at_s < kTogether_s; ++k) {
      crash = crash || film.marks[k].line == Line::crash;
      if (film.marks[k].strength > film.marks[loudest].strength) loudest = k;
      const Candidate other = value_of(k);
      if (other.value > best.value) best = other;
    }
    best.at_s = film.marks[loudest].at_s;
    const Mark& mark = film.marks[loudest];
    const FormBar* line = bar_line_at(form, best.at_s);
    if (line != nullptr) stand_on(best, form, *line);
    const bool off_beat = line == nullptr && mark.beat != std::floor(mark.beat);
    if (off_beat && best.accent >= 1 && best.at_s > film.to_s - length_s / 8)
      best.value *= style.late_accents;
    if (line != nullptr)
      best.why = "bar " + std::to_string(line->number) + " beat 1";
    else if (mark.bar > 0)
      best.why = "bar " + std::to_string(mark.bar) + " beat " + beat_text(mark.beat);
    if (best.phrase) add(best.why, "phrase");
    if (best.fill_begins) add(best.why, "fill");
    add(best.why, crash ? "crash" : std::string(name_of(mark.line)));
    if (best.accent >= 1) add(best.why, "accent");
    if (best.value > kLeastValue || line != nullptr) found.push_back(std::move(best));
    i = k;
  }
  for (const FormBar& bar : form.bars) {
    Candidate line{.at_s = bar.start_s};
    stand_on(line, form, bar);
    line.why = "bar " + std::to_string(bar.number) + " beat 1";
    if (line.phrase) add(line.why, "phrase");
    if (line.fill_begins) add(line.why, "fill");
    add(line.why, "no stroke");
    const bool struck = std::any_of(found.begin(), found.end(), [&](const Candidate& c) {
      return c.struck && std::abs(c.at_s - bar.start_s) <= kBarLine_s;
    });
    if (!struck) found.push_back(std::move(line));
  }
  for (Candidate& candidate : found) candidate.frame = frame_near(film, candidate.at_s) - style.early_frames;
  if (style.last_bar_whole && form.bars.size() > 1) {
    const double last = form.bars.back().start_s + kBarLine_s;
    std::erase_if(found, [&](const Candidate& candidate) { return candidate.at_s > last; });
  }
  std::erase_if(found,
                [&](const Candidate& candidate) { return candidate.frame <= 0 || candidate.frame >= end; });
  const auto edge = [&](std::int64_t frame, std::string why) {
    found.push_back({.frame = frame, .at_s = second_of(film, frame), .edge = true, .why = std::move(why)});
  };
  edge(0, "");
  edge(end, "");
  for (const Camera& camera : film.cameras) {
    for (const FrameSpan& span : spans_of(film, camera)) {
      if (span.first > 0) edge(span.first, camera.name + " begins");
      if (span.end < end) edge(span.end, camera.name + " ends");
    }
  }
  // Of those on one frame the stroke that is worth most is kept, and that it is an edge too.
  std::stable_sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    if (a.frame != b.frame) return a.frame < b.frame;
    if (a.struck != b.struck) return a.struck;
    return a.value > b.value;
  });
  std::vector<Candidate> all;
  for (Candidate& candidate : found) {
    if (!all.empty() && all.back().frame == candidate.frame)
      all.back().edge = all.back().edge || candidate.edge;
    else
      all.push_back(std::move(candidate));
  }
  return all;
}

}  // namespace firstchair::cut
