// A drill over takes whose strokes, leans and faults are known.
#include "engine/drill.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "testing/chance.h"

namespace firstchair::tests {
namespace {

constexpr double kRate = 48000;
constexpr double kBar = 2 * kRate;  // 4/4 at 120

// Kick on 1 and 3, snare on 2 and 4, hats on every eighth.
Chart rock(int bars) {
  Chart chart;
  chart.tempi = {{0, 120}};
  for (int eighth = 0; eighth < 8 * bars; ++eighth) {
    const Ticks tick = eighth * kTicksPerQuarter / 2;
    chart.notes.push_back({.tick = tick, .voice = Voice::hat_closed});
    if (eighth % 4 == 0) chart.notes.push_back({.tick = tick, .voice = Voice::kick});
    if (eighth % 4 == 2) chart.notes.push_back({.tick = tick, .voice = Voice::snare});
  }
  settle(chart);
  return chart;
}

DrillConfig config_of(const Chart& chart, double first_frame = kRate) {
  DrillConfig config;
  config.session.source.kind = SourceKind::midi;
  config.session.source.rate = kRate;
  config.session.chart = chart;
  const std::size_t bars = bars_of(chart).size();
  for (std::size_t bar = 0; bar <= bars; ++bar)
    config.bar_lines.push_back(first_frame + kBar * static_cast<double>(bar));
  return config;
}

struct Played {
  std::vector<BarVerdict> bars;
  std::vector<DrillStroke> strokes;
};

// shift(note) in ms; NaN leaves the note out.
template <class Shift>
Played play(const Chart& chart, const Shift& shift, double first_frame = kRate) {
  Result<Drill> drill = Drill::make(config_of(chart, first_frame));
  EXPECT_TRUE(drill);
  std::vector<Hit> hits;
  for (const Note& note : chart.notes) {
    const double ms = shift(note);
    if (std::isnan(ms)) continue;
    const double frame = first_frame + kBar * static_cast<double>(note.tick) / (4.0 * kTicksPerQuarter);
    hits.push_back({.frame = std::llround(frame + ms * kRate / 1000), .voice = note.voice, .strength = 90});
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  Played played;
  const auto collect = [&] {
    played.bars.insert(played.bars.end(), drill->bars().begin(), drill->bars().end());
    played.strokes.insert(played.strokes.end(), drill->strokes().begin(), drill->strokes().end());
  };
  for (const Hit& hit : hits) {
    drill->push(std::span(&hit, 1));
    collect();
  }
  drill->advance(hits.back().frame + static_cast<Frames>(3 * kBar));
  collect();
  EXPECT_TRUE(drill->finish().verdict.metrics.size() > 0);
  return played;
}

const BarLine* line(const BarVerdict& bar, Line wanted) {
  for (const BarLine& one : bar.lines) {
    if (one.line == wanted) return &one;
  }
  return nullptr;
}

TEST(Drill, TellsEveryBarOnceAndTheLeanThatWasPlayed) {
  testing::Chance chance(5);
  const Played played = play(rock(12), [&](const Note& note) {
    return 4 * chance.normal() + (note.voice == Voice::snare ? 18 : note.voice == Voice::kick ? -6 : 0);
  });
  ASSERT_EQ(played.bars.size(), 12U);
  double snare = 0, kick = 0;
  for (std::size_t bar = 0; bar < 12; ++bar) {
    EXPECT_EQ(played.bars[bar].bar, static_cast<int>(bar) + 1);
    EXPECT_EQ(played.bars[bar].hits.missed, 0) << bar;
    EXPECT_EQ(played.bars[bar].hits.extra, 0) << bar;
    snare += line(played.bars[bar], Line::snare)->lean_ms / 12;
    kick += line(played.bars[bar], Line::kick)->lean_ms / 12;
  }
  EXPECT_NEAR(snare, 18, 2.5);
  EXPECT_NEAR(kick, -6, 2.5);
  EXPECT_EQ(played.bars.back().fault, BarFault::lean);
  EXPECT_EQ(played.bars.back().fault_line, Line::snare);
}

TEST(Drill, AStrokeIsToldWithItsNoteAndItsErrorWhenItIsPushed) {
  const Chart chart = rock(4);
  const Played played = play(chart, [](const Note& note) { return note.voice == Voice::snare ? 7.0 : 0.0; });
  int snares = 0;
  for (const DrillStroke& stroke : played.strokes) {
    ASSERT_GE(stroke.note, 0);
    if (stroke.hit.voice != Voice::snare) continue;
    ++snares;
    EXPECT_NEAR(stroke.error_ms, 7, 0.02);
    EXPECT_EQ(chart.notes[static_cast<std::size_t>(stroke.note)].voice, Voice::snare);
  }
  EXPECT_EQ(snares, 8);
}

TEST(Drill, NotesLeftOutAreMissedInTheirBar) {
  testing::Chance chance(2);
  const Played played = play(rock(6), [&](const Note& note) {
    const bool out =
        note.tick >= 12 * kTicksPerQuarter && note.tick < 16 * kTicksPerQuarter && note.voice == Voice::snare;
    return out ? std::nan("") : 3 * chance.normal();
  });
  ASSERT_EQ(played.bars.size(), 6U);
  for (std::size_t bar = 0; bar < 6; ++bar) EXPECT_EQ(played.bars[bar].hits.missed, bar == 3 ? 2 : 0) << bar;
  EXPECT_EQ(played.bars[3].fault, BarFault::hits);
  EXPECT_EQ(line(played.bars[3], Line::snare)->hits.missed, 2);
}

TEST(Drill, WhatSoundsInTheCountInIsNoStroke) {
  Result<Drill> drill = Drill::make(config_of(rock(2), 5 * kRate));
  ASSERT_TRUE(drill);
  const Hit early{.frame = 2 * static_cast<Frames>(kRate), .voice = Voice::snare, .strength = 90};
  drill->push(std::span(&early, 1));
  EXPECT_TRUE(drill->strokes().empty());
}

// The bar lines as they are heard, 30 ms after the click puts them. The snare is 12 ms late, bar 3 lacks its
// kicks, and a tom is struck 10 ms after the line of bar 5.
TEST(Drill, ATakeAgainstTheClickHasEveryStrokeAsItWasLastTold) {
  const Chart chart = rock(6);
  const double first = 1.03 * kRate;
  Result<Drill> drill = Drill::make(config_of(chart, first));
  ASSERT_TRUE(drill);
  std::vector<Hit> hits;
  const auto frame = [&](Ticks tick, double ms) {
    return std::llround(first + kBar * static_cast<double>(tick) / kTicksPerWhole + ms * kRate / 1000);
  };
  for (const Note& note : chart.notes) {
    if (note.voice == Voice::kick && note.tick / kTicksPerWhole == 2) continue;
    hits.push_back({.frame = frame(note.tick, note.voice == Voice::snare ? 12 : 0),
                    .voice = note.voice,
                    .strength = 90});
  }
  hits.push_back({.frame = frame(4 * kTicksPerWhole, 10), .voice = Voice::tom_low, .strength = 90});
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  for (const Hit& hit : hits) drill->push(std::span(&hit, 1));
  drill->advance(hits.back().frame + static_cast<Frames>(3 * kBar));
  const Take own = drill->finish();
  const Take take = drill->against_click();
  EXPECT_EQ(take.hits, hits);
  EXPECT_EQ(take.chart, chart);
  EXPECT_EQ(take.source.length, own.source.length);
  EXPECT_EQ(take.reading.bpm, 120);
  EXPECT_EQ(last_told(drill->told()).size(), hits.size());
  int missed = 0, extra = 0;
  double before = 0;
  for (const Match& match : take.alignment.matches) {
    EXPECT_GE(match.target, before) << "in order of time";
    before = match.target;
    if (match.kind == MatchKind::missed) {
      ++missed;
      EXPECT_EQ(chart.notes[static_cast<std::size_t>(match.note)].voice, Voice::kick);
      EXPECT_NEAR(match.target, static_cast<double>(frame(match.tick, 0)), 1);
    } else if (match.kind == MatchKind::extra) {
      ++extra;
      EXPECT_EQ(match.tick, 4 * kTicksPerWhole) << "it belongs to the bar that has begun";
    } else {
      const Note& note = chart.notes[static_cast<std::size_t>(match.note)];
      EXPECT_NEAR(match.error_ms, note.voice == Voice::snare ? 12 : 0, 0.02);
      EXPECT_EQ(match.tick, note.tick);
    }
  }
  EXPECT_EQ(missed, 2);
  EXPECT_EQ(extra, 1);
  EXPECT_GT(take.verdict.metrics.size(), 0U);
}

TEST(Drill, BarLinesThatAreNotTheChartsAreRefused) {
  DrillConfig config = config_of(rock(2));
  config.bar_lines.pop_back();
  EXPECT_FALSE(Drill::make(config));
  config = config_of(rock(2));
  config.session.chart.reset();
  EXPECT_FALSE(Drill::make(config));
}

// Swung eighths are measured where they are meant.
TEST(Drill, TheSwungOffBeatIsWhereTheChartMeansIt) {
  Chart chart = rock(4);
  chart.swing = 2;
  const Played played = play(chart, [](const Note& note) {
    return note.tick % kTicksPerQuarter == 0 ? 0.0 : 1000.0 / 12;  // 2/3 of a beat of 500 ms instead of 1/2
  });
  for (const DrillStroke& stroke : played.strokes) EXPECT_NEAR(stroke.error_ms, 0, 0.1);
}

// Every half bar is alike: only the click says where the player is.
TEST(Drill, APlayerWhoJoinsInTheMiddleOfABarIsWhereTheClickIs) {
  const Chart chart = rock(8);
  const Played played =
      play(chart, [](const Note& note) { return note.tick < kTicksPerWhole * 3 / 2 ? std::nan("") : 0.0; });
  ASSERT_EQ(played.bars.size(), 8U);
  for (std::size_t b = 0; b < 8; ++b) {
    EXPECT_EQ(played.bars[b].hits.missed, b == 0 ? 12 : b == 1 ? 6 : 0) << b;
    EXPECT_EQ(played.bars[b].hits.extra, 0) << b;
  }
}

}  // namespace
}  // namespace firstchair::tests
