// This file gives tests drills as a simulated drummer plays them on an e-kit, judged as a page or the program
// would judge them.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "book/practised.h"
#include "charts/charts.h"
#include "engine/session.h"

namespace firstchair::testing {

struct PlayedDrill {
  practice::DrillPlan plan;
  Take take;
  store::Circumstances how;  // everything but the player and the engine
};

// Plays a built-in chart, `times` over, at 48 kHz. Every stroke is off by a normal deviate of spread_ms.
inline PlayedDrill played_drill(const std::string& name, double bpm, int times, double spread_ms,
                                std::int64_t began_s, unsigned seed, const judge::Norms& norms) {
  const Chart chart = *charts::builtin_chart(name);
  const practice::DrillRange range{.from = 1, .to = 0, .times = times};
  PlayedDrill played{
      .plan = *practice::plan_drill(chart, range, {.rate = 48000, .bpm = bpm, .count_in_bars = 1}),
      .take = {},
      .how = {}};
  std::mt19937 random(seed);
  const auto deviate = [&] {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(random()) / 4294967296.0;
    return sum;
  };
  std::vector<Hit> hits;
  for (const Note& note : played.plan.chart.notes) {
    const double at = played.plan.bar_lines.front() + static_cast<double>(note.tick) * 60 / bpm * 48000 /
                                                          static_cast<double>(kTicksPerQuarter);
    hits.push_back({.frame = std::llround(at + deviate() * spread_ms * 48),
                    .voice = note.voice,
                    .level_db = -6,
                    .strength = 64});
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  SessionConfig config;
  config.source.kind = SourceKind::midi;
  config.source.rate = 48000;
  config.source.channels = 1;
  config.chart = played.plan.chart;
  config.bpm = bpm;
  config.norms = norms;
  Session session = *Session::make(config);
  session.push(hits);
  played.take = session.finish();
  played.how.began_s = began_s;
  played.how.mode = Mode::drill;
  played.how.click = true;
  played.how.bpm = played.how.bpm_asked = bpm;
  book::set_practised(chart, range, played.how);
  return played;
}

// Fills the book with six takes of one chart on six days, the last two days ago and each tighter than the one
// before, and with a limit. Returns the item.
inline std::string fill_book(const std::string& file, std::int64_t now_s, const judge::Norms& norms) {
  store::Book book = std::move(*store::Book::open({.file = file}));
  std::string item;
  for (int day = 0; day < 6; ++day) {
    const PlayedDrill drill = played_drill("rock-8ths", 92, 16, 20 - 2.4 * day, now_s - 86400 * (7 - day),
                                           static_cast<unsigned>(day), norms);
    item = drill.how.item;
    if (!book.save(drill.take, drill.how)) return {};
  }
  return book.keep_limit(0, {item, now_s - 2 * 86400, 6.9, 0.02, 0.08, 9}) ? item : std::string();
}

}  // namespace firstchair::testing
