#include "report/text/burn_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/script_text.h"
#include "report/page/svg.h"
#include "report/report.h"
#include "report/text/burn_head.h"
#include "report/text/facts.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr double kReachMs = 60;  // at the ends of an axis
constexpr double kStays_s = 2;   // a stroke's number, unless the line's next comes before
constexpr double kSurely = 1.96;

// Blue, green, red, as the script has them: the house's colours on a dark ground.
constexpr std::array<const char*, kErrorClasses> kColours{"FFB062", "FFB062", "E4EDF0", "4DA0FF", "4DA0FF"};
constexpr const char *kInk = "E4EDF0", *kSoft = "A2AEB3", *kBand = "8A857C", *kMark = "CC84F2";

// Where things stand, in pixels.
struct Layout {
  double unit = 0, top = 0, counter = 0, cell = 0, row = 0, dots = 0;
  std::size_t in_row = 1;

  Layout(const BurnConfig& config, std::size_t lines) {
    unit = std::max(12., std::min(config.width, config.height) / 27.);
    counter = 7.5 * unit;
    dots = .8 * unit;  // above all other things, on the counter
    row = 3 * unit;
    const double room = config.width - counter - unit;
    in_row = std::clamp<std::size_t>(static_cast<std::size_t>(room / (7.5 * unit)), 1,
                                     std::max<std::size_t>(lines, 1));
    cell = std::min(room / static_cast<double>(in_row), 11 * unit);
    const auto rows = static_cast<double>((std::max<std::size_t>(lines, 1) + in_row - 1) / in_row);
    top = config.height - rows * row - 1.7 * unit;
  }
  double left(std::size_t line) const { return counter + cell * static_cast<double>(line % in_row); }
  double above(std::size_t line) const { return top + .2 * unit + row * static_cast<double>(line / in_row); }
  double axis_y(std::size_t line) const { return above(line) + 1.6 * unit; }
  double axis_x(std::size_t line, double ms) const {
    const double middle = left(line) + .47 * cell;
    return middle + .46 * cell * std::clamp(ms / kReachMs, -1., 1.);
  }
};

std::string time_text(double seconds) {
  const auto hundredths = std::max(0L, std::lround(seconds * 100));
  return fmt::format("{}:{:02}:{:02}.{:02}", hundredths / 360000, hundredths / 6000 % 60,
                     hundredths / 100 % 60, hundredths % 100);
}

// "-14" with a real minus, "+3", "0".
std::string signed_number(double ms, int decimals) {
  const std::string size = number(std::abs(ms), decimals);
  return size == number(0, decimals) ? size : (ms < 0 ? "\u2212" : "+") + size;
}

struct Window {
  double from_s = 0, to_s = 0;
};

class Script {
 public:
  // Something is shown only in the windows, which are times of the take.
  Script(const BurnConfig& config, std::vector<Window> windows)
      : config_(config), windows_(std::move(windows)) {
    text_ = burn_head({.width = config.width,
                       .height = config.height,
                       .from_s = config.from_s,
                       .to_s = config.to_s,
                       .pace = config.pace,
                       .clicks = config.clicks,
                       .made_up = config.made_up});
  }
  double film_s(double take_s) const { return cut::film_time(config_.pace, config_.from_s, take_s); }
  double end_s() const { return film_s(config_.to_s); }

  // Shows it from one time of the take to another, where the film holds that.
  void show(int layer, double from_s, double to_s, const std::string& what) {
    for (const Window& window : windows_) {
      const double from = std::max(0., film_s(std::max(from_s, window.from_s))),
                   to = std::min(end_s(), film_s(std::min(to_s, window.to_s)));
      if (from < to) show_in_film(layer, from, to, what);
    }
  }
  // Shows it from one time of the film to another.
  void show_in_film(int layer, double from_s, double to_s, const std::string& what) {
    text_ +=
        fmt::format("Dialogue: {},{},{},t,,0,0,0,,{}\n", layer, time_text(from_s), time_text(to_s), what);
  }
  void always(int layer, const std::string& what) { show(layer, config_.from_s, config_.to_s, what); }
  void add(const std::string& lines) { text_ += lines; }
  const std::string& text() const { return text_; }

 private:
  BurnConfig config_;
  std::vector<Window> windows_;
  std::string text_;
};

std::string words_at(double x, double y, double size, const char* colour, const std::string& words) {
  return fmt::format("{{\\an7\\pos({:.0f},{:.0f})\\fs{:.0f}\\c&H{}&}}{}", x, y, size, colour,
                     script_text(words));
}
// As words_at(), but they end at x.
std::string words_to(double x, double y, double size, const char* colour, const std::string& words) {
  return fmt::format("{{\\an9\\pos({:.0f},{:.0f})\\fs{:.0f}\\c&H{}&}}{}", x, y, size, colour,
                     script_text(words));
}
std::string shape(const char* colour, const std::string& path, const char* alpha = "00") {
  return fmt::format("{{\\an7\\pos(0,0)\\c&H{}&\\1a&H{}&\\p1}}{}", colour, alpha, path);
}
std::string box(double x, double y, double width, double height) {
  return fmt::format("m {0:.0f} {1:.0f} l {2:.0f} {1:.0f} {2:.0f} {3:.0f} {0:.0f} {3:.0f}", x, y, x + width,
                     y + height);
}
// A triangle that points to the side, or a disc.
std::string dot(double x, double y, double size, int side) {
  if (side != 0)
    return fmt::format("m {:.0f} {:.0f} l {:.0f} {:.0f} {:.0f} {:.0f}", x + side * size, y, x - side * size,
                       y - size, x - side * size, y + size);
  const double k = .5523 * size;
  return fmt::format(
      "m {0:.1f} {1:.1f} b {2:.1f} {1:.1f} {3:.1f} {4:.1f} {3:.1f} {5:.1f} b {3:.1f} {6:.1f} {2:.1f} {7:.1f} "
      "{0:.1f} {7:.1f} b {8:.1f} {7:.1f} {9:.1f} {6:.1f} {9:.1f} {5:.1f} b {9:.1f} {4:.1f} {8:.1f} {1:.1f} "
      "{0:.1f} {1:.1f}",
      x, y - size, x + k, x + size, y - k, y, y + k, y + size, x - k, x - size);
}

int side_of(double ms) {
  const int grade = error_class(ms);
  return grade < 2 ? -1 : grade > 2 ? 1 : 0;
}

struct Shown {  // what comes of one line, in order of time
  double at_s = 0;
  double error_ms = 0;
  bool missed = false;
};

std::vector<Shown> strokes_of(const Take& take, Line line) {
  std::vector<Shown> strokes;
  for (const Match& match : take.alignment.matches) {
    if (line_of(take, match) != line) continue;
    if (has_error(take, match))
      strokes.push_back(
          {seconds(take, static_cast<double>(take.hits[static_cast<std::size_t>(match.hit)].frame)),
           match.error_ms, false});
    else if (match.kind == MatchKind::missed && take.reading.chart_given)
      strokes.push_back({seconds(take, match.target), 0, true});
  }
  std::ranges::stable_sort(strokes, {}, &Shown::at_s);
  return strokes;
}

void show_line(Script& script, const Layout& layout, const Take& take, Line line, std::size_t place) {
  const double unit = layout.unit, y = layout.axis_y(place), left = layout.axis_x(place, -kReachMs),
               right = layout.axis_x(place, kReachMs);
  const std::string name = capital(name_of(line));
  script.always(1, shape(kBand, box(left, y - .05 * unit, right - left, .1 * unit)));
  script.always(
      1, shape(kSoft, box(layout.axis_x(place, 0) - .05 * unit, y - .35 * unit, .1 * unit, .7 * unit)));
  script.always(2, words_at(left, layout.above(place) + .1 * unit, unit, kInk, name));
  if (const Metric* lean_of = find(take, Measure::placement, line);
      lean_of != nullptr && measured(*lean_of)) {
    const double from = layout.axis_x(place, lean_of->low), to = layout.axis_x(place, lean_of->high);
    script.always(2, shape(kInk, box(from, y - .18 * unit, std::max(to - from, 2.), .36 * unit), "60"));
    const int decimals = decimals_for((lean_of->high - lean_of->low) / 2);
    script.always(2, words_at(left, y + .35 * unit, .9 * unit, kSoft,
                              "mean " + signed_number(lean_of->value, decimals) + " " +
                                  plus_minus(lean_of->low, lean_of->high, decimals)));
  }
  const std::vector<Shown> strokes = strokes_of(take, line);
  for (std::size_t k = 0; k < strokes.size(); ++k) {
    const Shown& stroke = strokes[k];
    const double to = std::min(stroke.at_s + kStays_s, k + 1 < strokes.size() ? strokes[k + 1].at_s : 1e18);
    if (stroke.missed) {
      script.show(3, stroke.at_s, to, words_to(right, layout.above(place), 1.15 * unit, kMark, "missed"));
      continue;
    }
    const char* colour = kColours[static_cast<std::size_t>(error_class(stroke.error_ms))];
    script.show(
        3, stroke.at_s, to,
        words_to(right, layout.above(place), 1.15 * unit, colour, signed_number(stroke.error_ms, 0) + " ms"));
    script.show(
        3, stroke.at_s, to,
        shape(colour, dot(layout.axis_x(place, stroke.error_ms), y, .38 * unit, side_of(stroke.error_ms))));
  }
}

void show_counter(Script& script, const Layout& layout, const cut::Form& form, const BurnConfig& config,
                  double floor_ms) {
  const double x = .6 * layout.unit, y = layout.top + .05 * layout.unit, size = 2.3 * layout.unit;
  // A dot for each beat, too, where they have room: the one that is counted is larger and brighter.
  const double between = .8 * layout.unit, dots_y = layout.top - .3 * layout.unit;
  const int fit = static_cast<int>(layout.counter / between) - 1;
  if (!form.bars.empty())
    script.always(0, shape("141215", box(0, layout.top - layout.dots, layout.counter, layout.dots), "38"));
  for (const cut::FormBar& bar : form.bars)
    for (int beat = 0; beat < bar.beats; ++beat) {
      const double step = (bar.end_s - bar.start_s) / bar.beats, from = bar.start_s + beat * step,
                   to = bar.start_s + (beat + 1) * step, dot_x = x + (beat + .5) * between;
      script.show(2, from, to, words_at(x, y, size, kInk, fmt::format("{}.{}", bar.number, beat + 1)));
      if (bar.beats > fit) continue;
      script.show(1, bar.start_s, bar.end_s, shape(kSoft, dot(dot_x, dots_y, .11 * layout.unit, 0)));
      script.show(2, from, to, shape(kInk, dot(dot_x, dots_y, .24 * layout.unit, 0)));
    }
  if (form.bars.empty())
    for (double s = std::floor(config.from_s); s < config.to_s; ++s)
      script.show(2, s, s + 1, words_at(x, y, size, kInk, clock(s)));
  // What a single stroke's number is worth, by the instrument that heard it.
  if (floor_ms > 0)
    script.always(2, words_at(x, y + 2.15 * layout.unit, .8 * layout.unit, kSoft,
                              "a stroke " + plus_minus(-kSurely * floor_ms, kSurely * floor_ms,
                                                       decimals_for(kSurely * floor_ms))));
}

void show_words(Script& script, const Layout& layout, const Take& take, const cut::Form& form,
                std::span<const BarVerdict> bars, const BurnConfig& config) {
  const double y = config.height - 1.55 * layout.unit;
  const auto said = [&](const char* colour, const std::string& words) {
    const double fits =
        (config.width - layout.unit) / (.6 * static_cast<double>(std::max(1, columns(words))));
    return words_at(.6 * layout.unit, y, std::min(1.15 * layout.unit, fits), colour, words);
  };
  // The order stands wherever no bar has something of its own to say.
  double from = config.from_s;
  const std::string order = order_text(take);
  for (const cut::FormBar& bar : form.bars) {
    const auto found = std::ranges::find(bars, bar.number, &BarVerdict::bar);
    if (found == bars.end() || found->fault != BarFault::lean) continue;
    if (!order.empty()) script.show(2, from, bar.start_s, said(kInk, order));
    script.show(2, bar.start_s, bar.end_s, said(kMark, bar_words(*found)));
    from = bar.end_s;
  }
  if (!order.empty()) script.show(2, from, config.to_s, said(kInk, order));
}

// While the film is held: the number of the stroke for which it is.
void show_held(Script& script, const Layout& layout, const Take& take, const BurnConfig& config) {
  if (config.held_stroke < 0 || config.pace.hold_s <= 0) return;
  const Match& match = take.alignment.matches[static_cast<std::size_t>(config.held_stroke)];
  const std::string words = stroke_words(take, match);
  const double room = config.width - 2 * layout.unit,
               size = std::min(2.3 * layout.unit, room / (.6 * static_cast<double>(columns(words)))),
               high = 1.5 * size, top = layout.top - layout.dots - high,
               from = script.film_s(config.pace.hold_at_s), to = from + config.pace.hold_s;
  script.show_in_film(0, from, to, shape("141215", box(0, top, config.width, high), "38"));
  script.show_in_film(
      0, from, to,
      shape("141215",
            box(layout.counter, layout.top - layout.dots, config.width - layout.counter, layout.dots), "38"));
  script.show_in_film(3, from, to,
                      words_at(.6 * layout.unit, top + .2 * size, size,
                               kColours[static_cast<std::size_t>(error_class(match.error_ms))], words));
}

// A click for each beat of the pulse against which the strokes are told.
std::vector<BurnClick> clicks_of(const Take& take, const cut::Form& form, const BurnConfig& config) {
  constexpr double kSame_s = .02;  // a bar line and the beat on it
  std::vector<BurnClick> clicks;
  for (const PulsePoint& point : take.alignment.pulse) {
    const double at_s = seconds(take, point.frame);
    if (at_s < config.from_s || at_s >= config.to_s) continue;
    const bool accent = std::ranges::any_of(
        form.bars, [&](const cut::FormBar& bar) { return std::abs(bar.start_s - at_s) < kSame_s; });
    clicks.push_back({cut::film_time(config.pace, config.from_s, at_s), accent});
  }
  return clicks;
}

std::vector<Window> windows_of(const cut::Form& form, std::span<const BarVerdict> bars,
                               const BurnConfig& config) {
  if (!config.only_worst) return {{config.from_s, config.to_s}};
  std::vector<Window> windows;
  for (const cut::FormBar& bar : form.bars) {
    const auto found = std::ranges::find(bars, bar.number, &BarVerdict::bar);
    if (found != bars.end() && found->fault == BarFault::lean) windows.push_back({bar.start_s, bar.end_s});
  }
  return windows;
}

}  // namespace

std::string stroke_words(const Take& take, const Match& match) {
  const double half = kSurely * take.verdict.floor_ms;
  const std::string said = capital(name_of(line_of(take, match))) + " " + lean(match.error_ms, 0);
  return half > 0 ? said + ", " + plus_minus(-half, half, decimals_for(half)) : said;
}

std::string bar_words(const BarVerdict& bar) {
  if (bar.fault != BarFault::lean) return {};
  for (const BarLine& line : bar.lines) {
    if (line.line != bar.fault_line) continue;
    const int decimals = decimals_for((line.lean_high - line.lean_low) / 2);
    return fmt::format("Bar {}: {} {}, {}", bar.bar, name_of(line.line), lean(line.lean_ms, decimals),
                       plus_minus(line.lean_low, line.lean_high, decimals));
  }
  return {};
}

std::string burn_script(const Take& take, const cut::Form& form, std::span<const BarVerdict> bars,
                        const BurnConfig& config) {
  std::vector<Line> lines;
  for (const Line line : lines_of(take))
    if (!strokes_of(take, line).empty()) lines.push_back(line);
  const Layout layout(config, lines.size());
  Script script(config, windows_of(form, bars, config));
  script.always(0, shape("141215", box(0, layout.top, config.width, config.height - layout.top), "38"));
  show_counter(script, layout, form, config, take.verdict.floor_ms);
  for (std::size_t k = 0; k < lines.size(); ++k) show_line(script, layout, take, lines[k], k);
  show_words(script, layout, take, form, bars, config);
  show_held(script, layout, take, config);
  if (config.clicks) script.add(burn_clicks(clicks_of(take, form, config)));
  return script.text();
}

}  // namespace firstchair::report
