// For tests: a take of a rock groove with a crash at every phrase and a fill before it, and cameras for it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/cut/film.h"
#include "testing/judge/made_take.h"

namespace firstchair::cut {

//  bar   1 2 3 4    5 6 7 8
//  1     C . . .    C . . .     crash and kick on 1
//        g g g f    g g g f     groove: hat in eighths, kick 1 3, snare 2 4; fill: snare and toms in
//        sixteenths
inline Chart groove_chart(int bars) {
  Chart chart;
  const Ticks beat = kTicksPerQuarter;
  const auto note = [&](Ticks at, Voice voice, Dynamic dynamic = Dynamic::normal) {
    chart.notes.push_back({.tick = at, .voice = voice, .dynamic = dynamic});
  };
  for (int bar = 0; bar < bars; ++bar) {
    const Ticks start = bar * 4 * beat;
    note(start, Voice::kick);
    if (bar % 4 == 0) note(start, Voice::crash, Dynamic::accent);
    const bool fill = bar % 4 == 3;
    for (int eighth = 0; eighth < (fill ? 4 : 8); ++eighth)
      note(start + eighth * beat / 2, Voice::hat_closed);
    note(start + beat, Voice::snare, Dynamic::accent);
    if (!fill) {
      note(start + 2 * beat, Voice::kick);
      note(start + 3 * beat, Voice::snare, Dynamic::accent);
    }
    for (int s = 0; fill && s < 8; ++s)
      note(start + 2 * beat + s * beat / 4, s < 4 ? Voice::snare : s < 6 ? Voice::tom_high : Voice::tom_low);
  }
  settle(chart);
  return chart;
}

// Plays it at 100 BPM, with the first beat at 1 s: a bar is 2.4 s.
inline Take groove_take(int bars) {
  Take take = testing::make_take(groove_chart(bars), 100, [](std::size_t i, const Note& note) {
    const double level = note.dynamic == Dynamic::accent ? -3 : note.voice == Voice::hat_closed ? -14 : -8;
    return testing::MadeStroke{.error_ms = static_cast<double>(i % 5) - 2,
                               .level_db = level + static_cast<double>(i % 3)};
  });
  testing::add_pulse(take, 100);
  take.alignment.passages[0].last_tick = take.chart.length - 1;
  return take;
}

inline Camera camera_of(std::string name, CameraKind kind, double from_s, double to_s) {
  Camera camera;
  camera.files = {name + ".mp4"};
  camera.name = std::move(name);
  camera.kind = kind;
  camera.placement.grade = Grade::exact;
  camera.placement.pieces = {{.from_s = 0, .to_s = to_s - from_s, .offset_s = from_s}};
  camera.width = 1920, camera.height = 1080;
  camera.length_s = to_s - from_s;
  return camera;
}

inline Film three_cameras(double to_s) {
  Film film;
  film.title = "groove";
  film.from_s = 0, film.to_s = to_s;
  film.sound = "mix.wav";
  film.cameras = {camera_of("wide", CameraKind::kit, -1, to_s + 1),
                  camera_of("hands", CameraKind::hands, -2, to_s + 1),
                  camera_of("feet", CameraKind::feet, -.5, to_s + 2)};
  return film;
}

}  // namespace firstchair::cut
