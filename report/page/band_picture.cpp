#include "report/page/band_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "report/page/svg.h"
#include "report/text/band_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr double kWidth = 1100, kLeft = 62, kRight = 24, kPanel = 170, kBetween = 58, kTop = 96;
constexpr double kHeight = kTop + 3 * kPanel + 2 * kBetween + 40;

constexpr std::string_view kStyle = R"(<style>
:root { color-scheme: light dark;
  --paper: #fbfaf6; --ink: #1b1a17; --soft: #5f5c54; --rule: #d9d5ca; --lane: #eeebe1; --you: #d07a14; --it: #0b57a4; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #151412; --ink: #f0ede4; --soft: #aaa598; --rule: #3a372f; --lane: #24211c; --you: #ffa04d; --it: #62b0ff; } }
.paper { fill: var(--paper); } .held { fill: var(--lane); }
text { font: 12px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: var(--ink); }
.tick, .tick-end { fill: var(--soft); font-size: 11px; } .tick-end { text-anchor: end; }
.said { font-size: 15px; font-weight: 600; } .head { font-size: 13px; font-weight: 600; }
.you-text { fill: var(--you); } .it-text { fill: var(--it); }
path, line { fill: none; stroke: none; }
.grid { stroke: var(--rule); } .home { stroke: var(--soft); stroke-dasharray: 5 4; }
.you { stroke: var(--you); stroke-width: 2; } .it { stroke: var(--it); stroke-width: 2; }
.own { stroke: var(--ink); stroke-width: 1.5; }
.you-dot { stroke: var(--you); stroke-width: 4; stroke-linecap: round; }
.you-area { fill: var(--you); fill-opacity: .22; } .it-area { fill: var(--it); fill-opacity: .18; }
</style>)";

struct Curve {
  std::vector<double> x, y;
};

// One of three panels, one above the other: its scale, its lines.
class Panel {
 public:
  Panel(int place, double bars, double low, double high) : top_(kTop + place * (kPanel + kBetween)) {
    bars_ = std::max(bars, 1.0);
    step_ = nice_step(std::max(high - low, 1e-6), 5);
    low_ = std::floor(low / step_) * step_;
    high_ = std::max(low_ + step_, std::ceil(high / step_) * step_);
  }
  double x(double bar) const { return kLeft + bar / bars_ * (kWidth - kLeft - kRight); }
  double y(double value) const {
    return top_ + (1 - (std::clamp(value, low_, high_) - low_) / (high_ - low_)) * kPanel;
  }
  std::string frame(std::string_view head, std::string_view unit) const {
    Pen grid;
    std::string out;
    for (double value = low_; value <= high_ + step_ / 2; value += step_) {
      grid.move(kLeft, y(value)).line(kWidth - kRight, y(value));
      out += svg_text(kLeft - 8, y(value) + 4, "tick-end", number(value, step_ < 1 ? 1 : 0));
    }
    const double bar_step = std::max(1.0, nice_step(bars_, 20));
    for (double bar = 0; bar < bars_ - .5; bar += bar_step)
      out += svg_text(x(bar), top_ + kPanel + 16, "tick", number(bar + 1, 0));
    return grid.path("grid") + out + svg_text(kLeft, top_ - 12, "head", head) +
           svg_text(kLeft - 8, top_ - 12, "tick-end", unit);
  }
  std::string line(const Curve& curve, std::string_view css) const {
    Pen pen;
    bool on = false;
    for (std::size_t k = 0; k < curve.x.size(); ++k) {
      if (std::isfinite(curve.y[k]))
        on ? pen.line(x(curve.x[k]), y(curve.y[k])) : pen.move(x(curve.x[k]), y(curve.y[k]));
      on = std::isfinite(curve.y[k]);
    }
    return pen.path(css);
  }
  std::string dots(const Curve& curve, std::string_view css) const {
    Pen pen;
    for (std::size_t k = 0; k < curve.x.size(); ++k)
      if (std::isfinite(curve.y[k])) pen.move(x(curve.x[k]), y(curve.y[k])).raw("h0");
    return pen.path(css);
  }
  std::string area(const Curve& low, const Curve& high, std::string_view css) const {
    Pen pen;
    for (std::size_t k = 0; k < low.x.size(); ++k)
      k == 0 ? pen.move(x(low.x[k]), y(low.y[k])) : pen.line(x(low.x[k]), y(low.y[k]));
    for (std::size_t k = high.x.size(); k-- > 0;) pen.line(x(high.x[k]), y(high.y[k]));
    return pen.empty() ? "" : pen.raw("z").path(css);
  }
  double top() const { return top_; }

 private:
  double top_, bars_ = 1, low_ = 0, high_ = 1, step_ = 1;
};

struct Span {
  double low = 1e300, high = -1e300;
  void take(double value) {
    if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
  }
  void at_least(double width) {
    if (low > high) low = high = 0;
    if (const double missing = width - (high - low); missing > 0) low -= missing / 2, high += missing / 2;
  }
};

std::string label(double x, double y, std::string_view css, std::string_view text) {
  return svg_text(x, y, css, text);
}

}  // namespace

std::string band_picture(const band::BandPlayed& played) {
  const band::Moves moves = band::moves_of(played);
  const double quarters_a_bar = 4. * played.meter.beats / played.meter.unit;
  const double bars = static_cast<double>(played.beats.size()) / quarters_a_bar;
  Curve you, it, home, gap, lean, band_moved, band_low, pulled, pulled_low, pulled_high, own;
  Span tempo, gaps, moved;
  double band_sum = 0, pull = 0, pull_low = 0, pull_high = 0, from = NAN, home_sum = 0;
  gaps.take(0), moved.take(0);
  for (const band::BandBeat& beat : played.beats) {
    const double bar = static_cast<double>(beat.quarter) / quarters_a_bar;
    const band::PlayedBeat& at = beat.played;
    const auto add = [&](Curve& curve, double value) { curve.x.push_back(bar), curve.y.push_back(value); };
    add(you, beat.sure && beat.drummer_bpm > 0 ? beat.drummer_bpm : NAN);
    add(it, beat.band_bpm);
    add(home, beat.home_bpm);
    for (const Curve* curve : {&you, &it, &home}) tempo.take(curve->y.back());
    const double now = at.heard ? at.drummer_ms - at.band_ms : NAN;
    add(gap, now);
    add(lean, beat.lean_ms);
    gaps.take(now), gaps.take(beat.lean_ms);
    // What moved: sums of ms later than the home tempo would have it.
    const double quarter_ms = 60000 / beat.home_bpm;
    band_sum += beat.moved_ms + 60000 / beat.band_bpm - quarter_ms;
    if (at.heard && !beat.held) {
      const double away = now - moves.gap_mean_ms;
      pull -= moves.gain.value * away;
      pull_low -= moves.gain.low * away;
      pull_high -= moves.gain.high * away;
    }
    if (at.heard && !std::isfinite(from)) from = at.drummer_ms - home_sum;
    add(band_moved, band_sum);
    add(band_low, 0);
    add(pulled, pull);
    add(pulled_low, pull_low);
    add(pulled_high, pull_high);
    add(own, at.heard ? at.drummer_ms - from - home_sum - (moves.gain.open ? 0 : pull) : NAN);
    home_sum += quarter_ms;
    moved.take(band_sum), moved.take(own.y.back());
    if (!moves.gain.open) moved.take(pull_low), moved.take(pull_high);
  }
  tempo.at_least(6), gaps.at_least(40), moved.at_least(60);

  const std::string said = moves_text(moves);
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
      "role=\"img\" aria-label=\"{2}\">\n",
      kWidth, kHeight, said);
  out += kStyle;
  out += svg_rect(0, 0, kWidth, kHeight, "paper");
  out += label(kLeft, 26, "tick",
               fmt::format("{}, follow {}", plain(played.title), number(100 * played.follow, 0)));
  const std::size_t part = said.find("; ");
  out += label(kLeft, 46, "said", said.substr(0, part));
  if (part != std::string::npos) out += label(kLeft, 64, "said", said.substr(part + 2));
  const Panel first(0, bars, tempo.low, tempo.high), second(1, bars, gaps.low, gaps.high),
      third(2, bars, moved.low, moved.high);
  for (const Panel* panel : {&first, &second, &third})
    for (const band::BandBeat& beat : played.beats)
      if (beat.held) {
        const double bar = static_cast<double>(beat.quarter) / quarters_a_bar;
        out += svg_rect(panel->x(bar), panel->top(), panel->x(1 / quarters_a_bar) - panel->x(0) + .3, kPanel,
                        "held");
      }
  out +=
      first.frame("tempo", "BPM") + first.line(home, "home") + first.line(you, "you") + first.line(it, "it");
  out += label(kWidth - kRight - 210, first.top() - 12, "you-text", "you");
  out += label(kWidth - kRight - 170, first.top() - 12, "it-text", "the band");
  out += label(kWidth - kRight - 100, first.top() - 12, "tick", "dashed: home");
  out += second.frame("every beat's gap: above 0 you are behind the band", "ms") + second.line(lean, "home") +
         second.dots(gap, "you-dot");
  out += label(kWidth - kRight - 170, second.top() - 12, "tick", "dashed: your lean, as known");
  out += third.frame("what moved the time, summed: up is later than at home", "ms") +
         third.area(band_low, band_moved, "it-area") + third.line(band_moved, "it");
  if (!moves.gain.open) out += third.area(pulled_low, pulled_high, "you-area") + third.line(pulled, "you");
  out += third.line(own, "own");
  out += label(kWidth - kRight - 440, third.top() - 12, "it-text", "the band, exactly");
  if (!moves.gain.open)
    out += label(kWidth - kRight - 330, third.top() - 12, "you-text", "you, by the band (95 %)");
  out += label(kWidth - kRight - 170, third.top() - 12, "tick",
               moves.gain.open ? "black: you, all told" : "black: you, your own tempo");
  out += label(kLeft, kHeight - 10, "tick", "bars");
  return out + "</svg>\n";
}

}  // namespace firstchair::report
