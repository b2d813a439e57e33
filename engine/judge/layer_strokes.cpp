#include "engine/judge/layer_strokes.h"

#include <algorithm>
#include <map>

namespace firstchair::judge {

LayerStrokes::LayerStrokes(std::span<const LineTiming> lines, const Chart& chart, const Alignment& alignment,
                           const LayersConfig& config)
    : bars(bars_of(chart)), chart_(&chart), swing_(chart) {
  collect(lines, alignment, config);
}

// Quarters at the tempo of the chart's start, swung eighths where they are meant.
double LayerStrokes::position(Ticks tick) const {
  if (chart_->tempi.size() < 2) return swing_.meant(tick);
  double at = 0;
  for (std::size_t i = 0; i < chart_->tempi.size(); ++i) {
    const Ticks from = chart_->tempi[i].tick;
    const Ticks to = i + 1 < chart_->tempi.size() ? std::min(chart_->tempi[i + 1].tick, tick) : tick;
    if (to > from)
      at += (swing_.meant(to) - swing_.meant(from)) * chart_->tempi[0].bpm / chart_->tempi[i].bpm;
  }
  return at;
}

void LayerStrokes::collect(std::span<const LineTiming> lines, const Alignment& alignment,
                           const LayersConfig& config) {
  // The longest section that shares a pulse, and the meter that is played most in it.
  std::map<std::pair<int, int>, std::size_t> played;
  for (const LineTiming& line : lines) {
    for (const auto* set : {&line.strokes, &line.outliers}) {
      for (const TimedStroke& s : *set) ++played[{s.section, s.meter}];
    }
  }
  if (played.empty()) return;
  const auto [section, meter] = std::max_element(played.begin(), played.end(), [](auto& a, auto& b) {
                                  return a.second < b.second;
                                })->first;
  const int beats = meter / 128, unit = meter % 128;
  bar_length = kTicksPerWhole / unit * beats;
  quarters = static_cast<int>((bar_length + kTicksPerQuarter - 1) / kTicksPerQuarter);
  std::vector<double> base(std::max<std::size_t>(1, alignment.passages.size()), 0);
  for (std::size_t p = 1; p < alignment.passages.size(); ++p) {
    const Passage &here = alignment.passages[p], &before = alignment.passages[p - 1];
    base[p] =
        base[p - 1] + position(here.first_tick + here.offset - before.offset) - position(here.first_tick);
  }
  std::map<Ticks, int> ranks;
  for (const LineTiming& line : lines) {
    for (const auto* set : {&line.strokes, &line.outliers}) {
      for (const TimedStroke& s : *set) {
        if (s.section != section || s.meter != meter) continue;
        if (config.beats_only && s.in_bar % kTicksPerQuarter != 0) continue;
        LayerStroke stroke;
        stroke.ms = s.target / config.rate * 1000 + s.error_ms;
        stroke.x = position(s.tick) + base[static_cast<std::size_t>(s.passage)];
        stroke.line = static_cast<int>(line.line);
        const Ticks start =
            s.tick - s.in_bar + alignment.passages[static_cast<std::size_t>(s.passage)].offset;
        stroke.performed = static_cast<int>(start / bar_length);
        stroke.chart_bar = s.bar - 1;
        stroke.slot = static_cast<int>(s.in_bar);  // its rank later
        stroke.quarter = static_cast<int>(s.in_bar / kTicksPerQuarter);
        stroke.match = static_cast<std::size_t>(s.match);
        stroke.tick = s.tick;
        ranks.emplace(s.in_bar, 0);
        strokes.push_back(stroke);
      }
    }
  }
  if (strokes.empty()) return;
  std::sort(strokes.begin(), strokes.end(), [](const LayerStroke& a, const LayerStroke& b) {
    return a.x != b.x ? a.x < b.x : a.match < b.match;
  });
  for (auto& [tick, rank] : ranks) rank = static_cast<int>(slots.size()), slots.push_back(tick);
  const int first = strokes.front().performed;
  for (LayerStroke& s : strokes) {
    s.slot = ranks[static_cast<Ticks>(s.slot)];
    s.bar = s.performed - first;
    bar_count = std::max(bar_count, s.bar + 1);
  }
  std::array<int, kLineCount> last;
  last.fill(-1);
  for (const LayerStroke& s : strokes) {
    const auto l = static_cast<std::size_t>(s.line);
    if (last[l] != s.bar) last[l] = s.bar, ++bars_with[l];
  }
  first_of_bar_.assign(static_cast<std::size_t>(bar_count) + 1, strokes.size());
  for (std::size_t i = strokes.size(); i-- > 0;) first_of_bar_[static_cast<std::size_t>(strokes[i].bar)] = i;
  for (std::size_t b = first_of_bar_.size() - 1; b-- > 0;)
    first_of_bar_[b] = std::min(first_of_bar_[b], first_of_bar_[b + 1]);
}

// Of a line that plays in few bars a lean of its own and one of what all do there are not known apart.
double LayerStrokes::kit_lean(int line) const {
  const auto l = static_cast<std::size_t>(line);
  return 2 * bars_with[l] >= bar_count ? leans_now_[l] : 0;
}

std::size_t LayerStrokes::first_of(int bar) const {
  return first_of_bar_[static_cast<std::size_t>(std::clamp(bar, 0, bar_count))];
}

int LayerStrokes::phase_of(int bar, int every) const {
  const int chart_bars = static_cast<int>(bars.size());
  const std::size_t i = first_of(bar);
  if (i >= strokes.size()) return 0;
  const LayerStroke& s = strokes[i];
  return (chart_bars % every == 0 ? s.chart_bar : s.performed) % every;
}

bool LayerStrokes::holds(const LayerCandidate& c, const LayerStroke& s) const {
  if (s.slot < c.slot_from || s.slot >= c.slot_to) return false;
  if (c.line != kKit && s.line != c.line) return false;
  if (c.kind == LayerKind::bar) return s.bar == c.bar;
  if (std::find(c.without.begin(), c.without.end(), s.bar) != c.without.end()) return false;
  return c.every == 1 || phase_of(s.bar, c.every) == c.which;
}

double LayerStrokes::value(std::size_t i, const LayerCandidate& c) const {
  const LayerStroke& s = strokes[i];
  return c.line == kKit ? s.left - kit_lean(s.line) : clear[i];
}

void LayerStrokes::take_out(const LayerCandidate& c, double ms) {
  if (c.kind == LayerKind::line) line_taken_[static_cast<std::size_t>(c.line)] += ms;
  for (LayerStroke& s : strokes) {
    if (holds(c, s)) s.taken += ms, s.left -= ms;
  }
}

}  // namespace firstchair::judge
