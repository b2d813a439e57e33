#include "engine/cut/form.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace firstchair::cut {
namespace {

// A stroke just before its bar line belongs to the bar that begins: this much of a beat.
constexpr double kEarlyBeats = .2;

// Says when a passage's pulse puts a tick: on a line between two beats, and on at the outer tempo.
double second_of(const std::vector<PulsePoint>& pulse, double rate, Ticks tick) {
  const auto after =
      std::find_if(pulse.begin(), pulse.end(), [&](const PulsePoint& p) { return p.tick > tick; });
  const PulsePoint& a = after == pulse.begin() ? pulse.front() : *(after - 1);
  const double from_a = static_cast<double>(tick - a.tick);
  if (after == pulse.begin() || after == pulse.end())
    return a.frame / rate + from_a / static_cast<double>(kTicksPerQuarter) * 60 / a.bpm;
  const double share = from_a / static_cast<double>(after->tick - a.tick);
  return (a.frame + share * (after->frame - a.frame)) / rate;
}

std::vector<FormBar> bars_played(const Take& take) {
  std::vector<FormBar> bars;
  const std::vector<Bar> written = bars_of(take.chart);
  const double rate = take.source.rate;
  for (std::size_t p = 0; p < take.alignment.passages.size(); ++p) {
    const Passage& passage = take.alignment.passages[p];
    std::vector<PulsePoint> pulse;
    for (const PulsePoint& point : take.alignment.pulse)
      if (point.passage == static_cast<int>(p) && point.bpm > 0 &&
          (pulse.empty() || point.tick > pulse.back().tick))
        pulse.push_back(point);
    if (pulse.empty()) continue;
    for (const Bar& bar : written) {
      if (bar.end() <= passage.first_tick || bar.start > passage.last_tick) continue;
      FormBar played{.number = bar.number,
                     .start_s = second_of(pulse, rate, bar.start),
                     .end_s = second_of(pulse, rate, bar.end()),
                     .beats = bar.meter.beats};
      if (!(played.end_s > played.start_s)) continue;
      if (!bars.empty()) {
        FormBar& before = bars.back();
        // A bar that was left in its middle ends where the next begins; a bar that two passages share is one.
        if (played.start_s < before.start_s + .25 * (before.end_s - before.start_s)) continue;
        before.end_s = std::min(before.end_s, played.start_s);
        played.number = before.number + 1;
      }
      bars.push_back(played);
    }
  }
  return bars;
}

// A bar's strokes as line and sixteenth.
using Pattern = std::set<int>;

double alike(const Pattern& a, const Pattern& b) {
  std::size_t both = 0;
  for (const int stroke : a) both += b.count(stroke);
  const std::size_t all = a.size() + b.size() - both;
  return all == 0 ? 1 : static_cast<double>(both) / static_cast<double>(all);
}

struct BarStrokes {
  Pattern pattern;
  int drums = 0;  // strokes on snare and toms
  bool crash_first = false;
};

std::vector<BarStrokes> strokes_of_bars(const std::vector<FormBar>& bars, const Take& take) {
  std::vector<BarStrokes> all(bars.size());
  std::size_t b = 0;
  for (const Hit& hit : take.hits) {
    const double at = static_cast<double>(hit.frame) / take.source.rate;
    const auto lead = [&](const FormBar& bar) { return kEarlyBeats * (bar.end_s - bar.start_s) / bar.beats; };
    while (b + 1 < bars.size() && at >= bars[b + 1].start_s - lead(bars[b + 1])) ++b;
    const FormBar& bar = bars[b];
    if (at < bar.start_s - lead(bar) || at > bar.end_s) continue;
    const int slot = static_cast<int>(
        std::lround((at - bar.start_s) / (bar.end_s - bar.start_s) * 4 * static_cast<double>(bar.beats)));
    const Line line = line_of(hit.voice);
    all[b].pattern.insert(static_cast<int>(line) * 1000 + slot);
    all[b].drums += line == Line::snare || line == Line::tom || line == Line::pad;
    all[b].crash_first = all[b].crash_first || (line == Line::crash && slot == 0);
  }
  return all;
}

double middle_of(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Marks the fills: how alike a bar is to those around it, against what is usual.
void find_fills(std::vector<FormBar>& bars, const std::vector<BarStrokes>& strokes) {
  const int n = static_cast<int>(bars.size());
  std::vector<double> likeness(bars.size()), drums(bars.size());
  for (int b = 0; b < n; ++b) {
    std::vector<double> near, count;
    for (int other = std::max(0, b - 8); other <= std::min(n - 1, b + 8); ++other) {
      if (other == b) continue;
      near.push_back(alike(strokes[static_cast<std::size_t>(b)].pattern,
                           strokes[static_cast<std::size_t>(other)].pattern));
      count.push_back(strokes[static_cast<std::size_t>(other)].drums);
    }
    likeness[static_cast<std::size_t>(b)] = near.empty() ? 1 : middle_of(near);
    drums[static_cast<std::size_t>(b)] = middle_of(count);
  }
  const double usual = middle_of(likeness);
  for (std::size_t b = 0; b < bars.size(); ++b)
    bars[b].fill = likeness[b] < usual - .15 && strokes[b].drums >= drums[b] + 2;
}

// Returns where phrases begin: every 4 or 8 bars, from the bar that fits best.
std::vector<double> phrases_of(const std::vector<FormBar>& bars, const std::vector<BarStrokes>& strokes) {
  const auto after = [&](std::size_t lag) {
    double sum = 0;
    for (std::size_t b = 0; b + lag < bars.size(); ++b)
      sum += alike(strokes[b].pattern, strokes[b + lag].pattern);
    return bars.size() > lag ? sum / static_cast<double>(bars.size() - lag) : 0;
  };
  const std::size_t length = bars.size() >= 24 && after(8) > after(4) + .1 ? 8 : 4;
  std::size_t best_first = 0;
  double best = -1;
  for (std::size_t first = 0; first < length; ++first) {
    double sum = 0;
    int count = 0;
    for (std::size_t b = first; b < bars.size(); b += length, ++count)
      sum += (strokes[b].crash_first ? 1 : 0) + (b > 0 && bars[b - 1].fill ? 1 : 0);
    const double mean = count == 0 ? 0 : sum / count;
    if (mean > best + 1e-9) best = mean, best_first = first;
  }
  std::vector<double> phrases;
  for (std::size_t b = best_first; b < bars.size(); b += length) phrases.push_back(bars[b].start_s);
  return phrases;
}

}  // namespace

Form form_of(const Take& take) {
  Form form;
  const Reading& reading = take.reading;
  if (reading.chart_given ? !reading.chart_played : take.chart.notes.empty()) return form;
  form.bar_probability = std::min(reading.bar_probability, reading.meter_probability);
  if (form.bar_probability < kBarLineSure || !(take.source.rate > 0)) return form;
  form.bars = bars_played(take);
  if (form.bars.empty()) return form;
  const std::vector<BarStrokes> strokes = strokes_of_bars(form.bars, take);
  find_fills(form.bars, strokes);
  form.phrases_s = phrases_of(form.bars, strokes);
  return form;
}

const FormBar* bar_at(const Form& form, double at_s) {
  const auto after = std::upper_bound(form.bars.begin(), form.bars.end(), at_s,
                                      [](double at, const FormBar& bar) { return at < bar.start_s; });
  if (after == form.bars.begin() || at_s >= (after - 1)->end_s) return nullptr;
  return &*(after - 1);
}

std::vector<Mark> marks_of(const Take& take, const Form& form) {
  std::vector<Mark> marks;
  marks.reserve(take.hits.size());
  for (const Hit& hit : take.hits) {
    Mark mark{.at_s = static_cast<double>(hit.frame) / take.source.rate,
              .line = line_of(hit.voice),
              .strength = std::clamp(static_cast<double>(hit.strength) / 127, 0., 1.)};
    // A stroke that is a little early is on the beat that it is meant for, and so in the bar that begins.
    const FormBar* bar = bar_at(form, mark.at_s);
    if (bar == nullptr) bar = bar_at(form, mark.at_s + .05);
    if (bar != nullptr) {
      const double beat_s = (bar->end_s - bar->start_s) / bar->beats;
      const double beat = std::round(4 * (mark.at_s - bar->start_s) / beat_s) / 4;
      const bool next = beat >= bar->beats;
      mark.bar = bar->number + (next ? 1 : 0);
      mark.beat = next ? 1 : 1 + std::max(0., beat);
    }
    marks.push_back(mark);
  }
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.at_s < b.at_s; });
  return marks;
}

}  // namespace firstchair::cut
