// This file gives tests simulated drummers with known errors, from a seed.
#pragma once

#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/follow/pulse/grid.h"

namespace firstchair::testing {

inline constexpr double kTestRate = 48000;

// Reads "x...x..." lines, one character a sixteenth, one string a voice; '|' and ' ' are skipped.
inline Chart chart_of(const std::vector<std::pair<Voice, std::string>>& lines, double bpm = 120,
                      MeterChange meter = {}) {
  Chart chart;
  chart.meters = {meter};
  if (bpm > 0) chart.tempi = {{0, bpm}};
  for (const auto& [voice, text] : lines) {
    Ticks tick = 0;
    for (char c : text) {
      if (c == '|' || c == ' ') continue;
      if (c != '.') {
        Note note{.tick = tick, .voice = voice};
        if (c == 'g') note.dynamic = Dynamic::ghost;
        if (c == 'X') note.dynamic = Dynamic::accent;
        if (c == 'f') note.ornament = Ornament::flam;
        if (c == 'd') note.ornament = Ornament::drag;
        chart.notes.push_back(note);
      }
      tick += kTicksPerQuarter / 4;
    }
    chart.length = std::max(chart.length, tick);
  }
  settle(chart);
  return chart;
}

// Returns the text repeated `n` times.
inline std::string times(const std::string& text, int n) {
  std::string out;
  for (int i = 0; i < n; ++i) out += text;
  return out;
}

// Returns bars of a rock groove, every fourth with a fill, so that bars can be told apart.
inline Chart rock(int bars, double bpm = 120) {
  std::string hat, snare, kick, tom;
  for (int i = 0; i < bars; ++i) {
    const bool fill = i % 4 == 3;
    hat += fill ? "x.x.x.x.x......." : "x.x.x.x.x.x.x.x.";
    snare += fill ? "....x.....xxx..." : i % 2 == 0 ? "....x.......x..." : "....x..x....x...";
    kick += i % 3 == 0 ? "x.......x......." : i % 3 == 1 ? "x.....x.x......." : "x..x....x.x.....";
    tom += fill ? ".............xxx" : "................";
  }
  return chart_of(
      {{Voice::hat_closed, hat}, {Voice::snare, snare}, {Voice::kick, kick}, {Voice::tom_low, tom}}, bpm);
}

struct Drummer {
  std::mt19937_64 random{1};
  double spread_ms = 0;
  double correlation = 0;  // that of successive chords
  std::function<double(Voice)> lean_ms = [](Voice) { return 0.0; };
  std::function<double(double)> seconds = [](double quarters) {
    return quarters * 0.5;
  };  // played quarters -> s
};

// Plays every note of the chart once from `start_s` on. There is one error a chord when they are correlated,
// else one a stroke.
inline std::vector<Hit> play(const Chart& chart, Drummer& drummer, double start_s = 1) {
  const follow::Grid grid(chart);
  std::normal_distribution<double> normal(0, 1);
  std::vector<Hit> hits;
  double error = normal(drummer.random) * drummer.spread_ms;
  Ticks tick = -1;
  for (const Note& note : chart.notes) {
    if (note.tick != tick || drummer.correlation == 0) {
      const double r = drummer.correlation;
      error = r * error + std::sqrt(1 - r * r) * normal(drummer.random) * drummer.spread_ms;
      tick = note.tick;
    }
    Hit hit;
    const double s =
        start_s + drummer.seconds(grid.position(note.tick)) + (error + drummer.lean_ms(note.voice)) / 1000;
    hit.frame = static_cast<Frames>(std::llround(s * kTestRate));
    hit.voice = note.voice;
    hit.strength = note.dynamic == Dynamic::ghost ? 35 : note.dynamic == Dynamic::accent ? 120 : 90;
    hits.push_back(hit);
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  return hits;
}

}  // namespace firstchair::testing
