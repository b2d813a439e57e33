// This file makes random lawful charts for property tests of the readers and writers: the same seed gives the
// same chart.
#pragma once

#include <random>
#include <string>

#include "charts/tab/tab_grid.h"
#include "charts/tab/tab_letters.h"
#include "engine/core/chart.h"

namespace firstchair::testing {

struct RandomChartConfig {
  bool velocities = true;  // false: the notes' velocities are 0
  bool ghost_ornaments = true;
  bool any_tempo = true;  // false: whole numbers only
};

inline Chart random_chart(unsigned seed, const RandomChartConfig& config = {}) {
  std::mt19937 random(seed);
  const auto pick = [&](int from, int to) {  // both included
    return from + static_cast<int>(random() % static_cast<unsigned>(to - from + 1));
  };
  Chart chart;
  chart.title = pick(0, 1) == 0 ? "" : "Take " + std::to_string(pick(1, 99)) + " \u00e9tude";
  if (pick(0, 3) == 0) chart.swing = 1 + pick(1, 25) / 10.0;
  const bool tempo = pick(0, 3) > 0;
  chart.meters.clear();
  const int bars = pick(1, 9);
  for (int b = 0; b < bars; ++b) {
    MeterChange meter = chart.meters.empty() ? MeterChange{0, 0, 4} : chart.meters.back();
    meter.tick = chart.length;
    if (b == 0 || pick(0, 4) == 0) {
      meter.unit = 1 << pick(0, 4);
      meter.beats = pick(1, 9);
    }
    if (chart.meters.empty() || chart.meters.back().beats != meter.beats ||
        chart.meters.back().unit != meter.unit) {
      chart.meters.push_back(meter);
    }
    if (tempo && (b == 0 || pick(0, 3) == 0)) {
      const double bpm = pick(30, 300) + (config.any_tempo ? pick(0, 99) / 100.0 : 0);
      if (chart.tempi.empty() || chart.tempi.back().bpm != bpm) chart.tempi.push_back({chart.length, bpm});
    }
    // The grid is a run of equal cells, or has other cells in every beat.
    charts::TabGrid grid{pick(1, 32)};
    if (pick(0, 2) == 0) {
      grid.clear();
      for (int i = 0; i < meter.beats; ++i) grid.push_back(pick(1, 9));
    }
    const int density = pick(1, 8), voices = pick(1, kVoiceCount);
    for (const Ticks tick : charts::cell_ticks(meter, grid)) {
      for (int v = 0; v < voices; ++v) {
        if (pick(0, 8) > density || pick(0, voices) > 2) continue;
        Note note{.tick = chart.length + tick, .voice = static_cast<Voice>(pick(0, kVoiceCount - 1))};
        note.dynamic = static_cast<Dynamic>(pick(0, 2));
        if (pick(0, 4) == 0 && (config.ghost_ornaments || note.dynamic != Dynamic::ghost)) {
          note.ornament = static_cast<Ornament>(pick(1, 3));
        }
        if (charts::has_hand(note.voice)) note.hand = static_cast<Hand>(pick(0, 2));
        if (config.velocities) note.velocity = static_cast<std::uint8_t>(pick(1, 127));
        chart.notes.push_back(note);
      }
    }
    if (pick(0, 5) == 0) {
      for (Note& note : chart.notes) note.suggested = note.suggested || note.tick >= chart.length;
    }
    chart.length += meter.bar_length();
  }
  if (chart.notes.empty())
    chart.notes.push_back({.velocity = static_cast<std::uint8_t>(config.velocities ? 80 : 0)});
  settle(chart);
  return chart;
}

}  // namespace firstchair::testing
