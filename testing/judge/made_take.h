// This file gives tests a take laid out by hand. Every stroke answers its note, off by what `play` says;
// nothing is fitted or heard.
#pragma once

#include <cmath>

#include "engine/core/take.h"

namespace firstchair::testing {

struct MadeStroke {
  double error_ms = 0;
  bool missed = false;
  double level_db = -6;
};

// Calls play(index of the note, note), which returns a MadeStroke. The take is an e-kit's: frames are
// microseconds.
template <class Play>
Take make_take(const Chart& chart, double bpm, Play play) {
  Take take;
  take.chart = chart;
  take.source.kind = SourceKind::midi;
  take.source.rate = 1e6;
  take.reading.chart_given = true;
  take.reading.bpm = take.reading.bpm_low = take.reading.bpm_high = bpm;
  take.alignment.passages.resize(1);
  for (std::size_t i = 0; i < chart.notes.size(); ++i) {
    const Note& note = chart.notes[i];
    const MadeStroke stroke = play(i, note);
    Match match;
    match.note = static_cast<std::int32_t>(i);
    match.tick = note.tick;
    match.target = 1e6 + static_cast<double>(note.tick) / kTicksPerQuarter * 60e6 / bpm;
    if (stroke.missed) {
      match.kind = MatchKind::missed;
    } else {
      match.hit = static_cast<std::int32_t>(take.hits.size());
      match.error_ms = stroke.error_ms;
      Hit hit{.frame = std::llround(match.target + 1000 * stroke.error_ms), .voice = note.voice};
      hit.level_db = static_cast<float>(stroke.level_db);
      hit.strength = static_cast<float>(127 * std::pow(10, stroke.level_db / 20));
      take.hits.push_back(hit);
    }
    take.alignment.matches.push_back(match);
  }
  return take;
}

// Gives a made take the even pulse that it was laid out on, a point a quarter, so that tempo and norms are
// known.
inline void add_pulse(Take& take, double bpm) {
  for (Ticks tick = 0; tick <= take.chart.length; tick += kTicksPerQuarter) {
    take.alignment.pulse.push_back({.tick = tick,
                                    .frame = 1e6 + static_cast<double>(tick) / kTicksPerQuarter * 60e6 / bpm,
                                    .bpm = bpm,
                                    .bpm_sd = 0.1});
  }
}

// Returns `bars` bars of 4/4 with `per_beat` strokes a beat on one voice; the hands are written in turn,
// right first.
inline Chart alternating(int bars, int per_beat, Voice voice = Voice::pad) {
  Chart chart;
  for (int i = 0; i < bars * 4 * per_beat; ++i) {
    chart.notes.push_back({.tick = i * kTicksPerQuarter / per_beat,
                           .voice = voice,
                           .hand = i % 2 == 0 ? Hand::right : Hand::left});
  }
  settle(chart);
  return chart;
}

}  // namespace firstchair::testing
