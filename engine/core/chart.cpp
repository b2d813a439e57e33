#include "engine/core/chart.h"

#include <algorithm>
#include <tuple>

namespace firstchair {

void settle(Chart& chart) {
  if (chart.meters.empty()) chart.meters.push_back({});
  auto rank = [](const Note& n) {
    return std::tuple(!n.suggested, n.velocity, static_cast<int>(n.dynamic), static_cast<int>(n.ornament));
  };
  std::stable_sort(chart.notes.begin(), chart.notes.end(), [&](const Note& a, const Note& b) {
    return std::tuple(a.tick, a.voice, rank(b)) < std::tuple(b.tick, b.voice, rank(a));
  });
  auto last = std::unique(chart.notes.begin(), chart.notes.end(), [](const Note& a, const Note& b) {
    return a.tick == b.tick && a.voice == b.voice;
  });
  chart.notes.erase(last, chart.notes.end());

  Ticks need = std::max<Ticks>(chart.length, 1);
  if (!chart.notes.empty()) need = std::max(need, chart.notes.back().tick + 1);
  const MeterChange& meter = chart.meters.back();
  need = std::max(need, meter.tick + 1);
  const Ticks bar = meter.bar_length();
  chart.length = meter.tick + (need - meter.tick + bar - 1) / bar * bar;
}

std::string check_chart(const Chart& chart) {
  if (chart.meters.empty() || chart.meters.front().tick != 0) return "no meter at the start";
  for (std::size_t i = 0; i < chart.meters.size(); ++i) {
    const MeterChange& m = chart.meters[i];
    const bool power_of_two = m.unit > 0 && (m.unit & (m.unit - 1)) == 0;
    if (m.beats < 1 || m.beats > 64 || !power_of_two || m.unit > 64) {
      return "meter " + std::to_string(m.beats) + "/" + std::to_string(m.unit) + " out of range";
    }
    if (i > 0) {
      const MeterChange& before = chart.meters[i - 1];
      if (m.tick <= before.tick || (m.tick - before.tick) % before.bar_length() != 0) {
        return "meter change " + std::to_string(i) + " not on a bar line";
      }
    }
  }
  for (std::size_t i = 0; i < chart.tempi.size(); ++i) {
    const TempoChange& t = chart.tempi[i];
    if (i == 0 ? t.tick != 0 : t.tick <= chart.tempi[i - 1].tick) return "tempo changes out of order";
    if (!(t.bpm > 0) || t.bpm > 10000) return "tempo " + std::to_string(t.bpm) + " out of range";
  }
  const MeterChange& last = chart.meters.back();
  if (chart.length <= last.tick || (chart.length - last.tick) % last.bar_length() != 0) {
    return "length is not a whole number of bars";
  }
  for (std::size_t i = 0; i < chart.notes.size(); ++i) {
    const Note& n = chart.notes[i];
    if (n.tick < 0 || n.tick >= chart.length) return "note " + std::to_string(i) + " outside the chart";
    if (i > 0) {
      const Note& before = chart.notes[i - 1];
      if (std::tuple(n.tick, n.voice) <= std::tuple(before.tick, before.voice)) {
        return "note " + std::to_string(i) + " out of order or doubled";
      }
    }
  }
  if (!(chart.swing >= 1.0) || chart.swing > 3.5) return "swing ratio out of range";
  return {};
}

std::vector<Bar> bars_of(const Chart& chart) {
  std::vector<Bar> bars;
  for (std::size_t i = 0; i < chart.meters.size(); ++i) {
    const MeterChange& meter = chart.meters[i];
    const Ticks end = i + 1 < chart.meters.size() ? chart.meters[i + 1].tick : chart.length;
    for (Ticks start = meter.tick; start < end; start += meter.bar_length()) {
      bars.push_back({static_cast<int>(bars.size()) + 1, start, meter});
    }
  }
  if (bars.empty()) bars.push_back({});
  return bars;
}

const Bar& bar_at(const std::vector<Bar>& bars, Ticks tick) {
  auto after =
      std::upper_bound(bars.begin(), bars.end(), tick, [](Ticks t, const Bar& bar) { return t < bar.start; });
  return after == bars.begin() ? bars.front() : *(after - 1);
}

FreeBars::FreeBars(const Chart& chart) {
  const auto suggested = [](const Note& note) { return note.suggested; };
  if (std::none_of(chart.notes.begin(), chart.notes.end(), suggested)) return;
  const std::vector<Bar> all = bars_of(chart);
  for (const Note& note : chart.notes) {
    if (note.suggested && !has(note.tick)) bars_.push_back(bar_at(all, note.tick));
  }
}

bool FreeBars::has(Ticks tick) const {
  if (bars_.empty() || tick < bars_.front().start) return false;
  const Bar& bar = bar_at(bars_, tick);
  return tick >= bar.start && tick < bar.end();
}

double tempo_at(const Chart& chart, Ticks tick) {
  double bpm = 0;
  for (const TempoChange& t : chart.tempi) {
    if (t.tick > tick) break;
    bpm = t.bpm;
  }
  return bpm != 0 || chart.tempi.empty() ? bpm : chart.tempi.front().bpm;
}

}  // namespace firstchair
