// Worked examples: takes small enough to know what must be said of them. What the judge makes of whole
// performances by simulated drummers stands in tests/judging_test.cpp.
#include "engine/judge/judge.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

#include "testing/chance.h"

namespace firstchair::judge {
namespace {

constexpr Ticks kQ = kTicksPerQuarter;
constexpr double kRate = 1e6;

// A take at 100 BPM against a click; notes are added with the error they were played with.
struct Sheet {
  Source source;
  Chart chart;
  std::vector<Hit> hits;
  Alignment alignment;
  Reading reading{.chart_given = true};

  explicit Sheet(int bars) {
    source.kind = SourceKind::midi;
    source.rate = kRate;
    chart.length = bars * 4 * kQ;
    alignment.passages.push_back({.first_tick = 0, .last_tick = chart.length - 1});
    for (Ticks tick = 0; tick < chart.length; tick += kQ) {
      alignment.pulse.push_back({.tick = tick, .frame = target(tick), .bpm = 100, .bpm_sd = 0.1});
    }
  }
  static double target(Ticks tick) {
    return 0.6 * kRate * static_cast<double>(tick) / static_cast<double>(kQ);
  }

  Match& add(MatchKind kind, Note note, double error_ms = 0, float level_db = -6) {
    Match match{.kind = kind, .tick = note.tick, .target = target(note.tick), .error_ms = error_ms};
    if (kind != MatchKind::extra) {
      match.note = static_cast<std::int32_t>(chart.notes.size());
      chart.notes.push_back(note);
    }
    if (kind != MatchKind::missed && kind != MatchKind::masked) {
      match.hit = static_cast<std::int32_t>(hits.size());
      hits.push_back({.frame = static_cast<Frames>(match.target + error_ms * 1000),
                      .voice = note.voice,
                      .level_db = level_db});
    }
    alignment.matches.push_back(match);
    return alignment.matches.back();
  }
  Match& play(Ticks tick, Voice voice, double error_ms, float level_db = -6,
              Dynamic dynamic = Dynamic::normal) {
    return add(MatchKind::matched, {.tick = tick, .voice = voice, .dynamic = dynamic}, error_ms, level_db);
  }
  Verdict judge(const JudgeConfig& config = {}) const {
    return firstchair::judge::judge(source, hits, chart, reading, alignment, default_norms(), config);
  }
};

const Metric* find(const Verdict& verdict, Measure measure, Line line = Line::pad) {
  for (const Metric& m : verdict.metrics) {
    if (m.measure == measure && (!m.has_line || m.line == line)) return &m;
  }
  return nullptr;
}

TEST(Judge, NothingPlayedIsNothingMeasured) {
  Sheet sheet(4);
  const Verdict verdict = sheet.judge();
  EXPECT_FALSE(verdict.metrics.empty());
  for (const Metric& m : verdict.metrics) EXPECT_EQ(m.standing, Standing::too_few);
  Sheet empty(0);
  empty.chart = Chart{};
  empty.alignment = {};
  for (const Metric& m : empty.judge().metrics) EXPECT_EQ(m.standing, Standing::too_few);
}

TEST(Judge, ALineThatPlaysAloneHasNoPlacement) {
  Sheet sheet(16);
  testing::Chance chance(1);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ)
    sheet.play(tick, Voice::snare, 30 + 8 * chance.normal());
  const Verdict verdict = sheet.judge();
  EXPECT_EQ(find(verdict, Measure::placement, Line::snare), nullptr);
  EXPECT_NE(find(verdict, Measure::tightness, Line::snare), nullptr);
}

// kick  o . o .   +6 ms            the kick has half the strokes, so each
// snare . o . o   -6 ms            line leans 6 ms off the pulse between them
TEST(Judge, APlacementIsALeanAgainstTheOtherLines) {
  Sheet sheet(24);
  testing::Chance chance(2);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ) {
    const bool kick = tick / kQ % 2 == 0;
    sheet.play(tick, kick ? Voice::kick : Voice::snare, (kick ? 6 : -6) + 5 * chance.normal());
  }
  const Verdict verdict = sheet.judge();
  const Metric* snare = find(verdict, Measure::placement, Line::snare);
  ASSERT_NE(snare, nullptr);
  EXPECT_NEAR(snare->value, -6, 1.5);
  EXPECT_EQ(snare->standing, Standing::in_band);  // feel, not fault
  EXPECT_EQ(snare->excess, 0);
  EXPECT_EQ(snare->n, 48);
}

// Kick and hat on every beat, the hat 30 ms later: in every stroke alike it may be the pad, and unevenly it
// is the hand; from sound there is no pad.
TEST(Judge, AnEvenLargeLeanOfAPadMayBeTheKits) {
  const auto told = [](double uneven_ms, SourceKind kind) {
    testing::Chance chance(7);
    Sheet sheet(16);
    sheet.source.kind = kind;
    for (int i = 0; i < 64; ++i) {
      const double at = 4 * chance.normal();
      sheet.play(i * kQ, Voice::kick, at);
      sheet.play(i * kQ, Voice::snare, at + 4 * chance.normal());
      sheet.play(i * kQ, Voice::hat_closed, at + 30 + uneven_ms * chance.normal());
    }
    std::vector<Metric> leans;
    for (const Metric& m : sheet.judge().metrics) {
      if (m.measure == Measure::placement && m.perhaps_kit) leans.push_back(m);
    }
    return leans;
  };
  const std::vector<Metric> even = told(4, SourceKind::midi);
  ASSERT_EQ(even.size(), 1u);
  EXPECT_EQ(even[0].line, Line::hat);
  EXPECT_TRUE(told(14, SourceKind::midi).empty());
  EXPECT_TRUE(told(4, SourceKind::audio).empty());
}

TEST(Judge, TooFewStrokesSayHowManyAreNeeded) {
  Sheet sheet(8);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ) sheet.play(tick, Voice::snare, 0);
  const Verdict verdict = sheet.judge();
  const Metric* spread = find(verdict, Measure::tightness, Line::snare);
  ASSERT_NE(spread, nullptr);
  EXPECT_EQ(spread->standing, Standing::too_few);
  EXPECT_EQ(spread->n, 32);
  EXPECT_EQ(spread->needed, 64);
}

TEST(Judge, ASpreadUnderTheInstrumentsOwnJitterIsNotANumber) {
  Sheet sheet(24);
  testing::Chance chance(3);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ) {
    sheet.play(tick, Voice::hat_closed, 3 * chance.normal());
    sheet.hits.back().sigma_ms = 3;
  }
  const Verdict verdict = sheet.judge();
  const Metric* spread = find(verdict, Measure::tightness, Line::hat);
  ASSERT_NE(spread, nullptr);
  EXPECT_EQ(spread->standing, Standing::below_floor);
  EXPECT_NEAR(spread->value, 3, 1e-6);
  EXPECT_NEAR(verdict.floor_ms, 3, 1e-6);
}

// 13 ms of player and 5 of instrument look like 13.9.
TEST(Judge, TheInstrumentsJitterIsTakenOutOfTheSpread) {
  Sheet sheet(160);
  testing::Chance chance(4);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ) {
    sheet.play(tick, Voice::hat_closed, 13 * chance.normal() + 5 * chance.normal());
    sheet.hits.back().sigma_ms = 5;
  }
  const Verdict verdict = sheet.judge();
  const Metric* spread = find(verdict, Measure::tightness, Line::hat);
  ASSERT_NE(spread, nullptr);
  EXPECT_NEAR(spread->value, 13, 0.8);
  EXPECT_LT(spread->low, 13);
  EXPECT_GT(spread->high, 13);
  EXPECT_NEAR(spread->z, spread->value / 13.74, 1e-3);
  EXPECT_NEAR(spread->band_high, 1.33 * 13.74, 0.02);
  EXPECT_GE(spread->grade_low, 'A');
  EXPECT_LE(spread->grade_high - spread->grade_low, 1);
}

// 64 strokes at z = .88: the interval reaches from under .78 (A) past 1.0 (C).
TEST(Judge, NoLetterWhereTheIntervalSpansThree) {
  Sheet sheet(16);
  testing::Chance chance(5);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ)
    sheet.play(tick, Voice::hat_closed, 11.7 * chance.normal());
  const Verdict verdict = sheet.judge();
  const Metric* spread = find(verdict, Measure::tightness, Line::hat);
  ASSERT_NE(spread, nullptr);
  ASSERT_LT(spread->low / 13.74, 0.78);
  ASSERT_GT(spread->high / 13.74, 1.0);
  EXPECT_EQ(spread->grade_low, 0);
  EXPECT_EQ(spread->grade_high, 0);
}

TEST(Judge, StrokesWithoutAClearAttackAndGhostsDoNotCountInTime) {
  Sheet sheet(24);
  testing::Chance chance(6);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ) {
    sheet.play(tick, Voice::hat_closed, 4 * chance.normal());
    sheet.play(tick + kQ / 2, Voice::snare, 80, -20, Dynamic::ghost);
    sheet.play(tick + kQ / 4, Voice::kick, 80);
    sheet.hits.back().timed = false;
  }
  const Verdict verdict = sheet.judge();
  EXPECT_EQ(find(verdict, Measure::tightness, Line::snare), nullptr);
  EXPECT_EQ(find(verdict, Measure::tightness, Line::kick), nullptr);
  EXPECT_NE(find(verdict, Measure::missed, Line::kick), nullptr);
  EXPECT_TRUE(std::isnan(verdict.local_error_ms[1]));
}

TEST(Judge, AWildStrokeIsCountedAndKeptOutOfTheSpread) {
  Sheet sheet(24);
  testing::Chance chance(7);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ) {
    sheet.play(tick, Voice::hat_closed, tick == 40 * kQ ? 110 : 6 * chance.normal());
  }
  const Verdict verdict = sheet.judge();
  EXPECT_EQ(verdict.outliers, 1);
  EXPECT_LT(find(verdict, Measure::tightness, Line::hat)->value, 8);
  EXPECT_NEAR(verdict.local_error_ms[40], 110, 10);
}

// Bars of eighths; the "and" of 2 is 40 ms late, everything else even.
TEST(Judge, OneLatePlaceInTheBarIsTheSpot) {
  Sheet sheet(16);
  testing::Chance chance(8);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ / 2) {
    const bool late = tick % (4 * kQ) == 3 * kQ / 2;
    sheet.play(tick, Voice::hat_closed, (late ? 40 : 0) + 8 * chance.normal());
  }
  const Verdict verdict = sheet.judge();
  const Metric* spot = find(verdict, Measure::spot, Line::hat);
  ASSERT_NE(spot, nullptr);
  EXPECT_EQ(spot->standing, Standing::out_of_band);
  EXPECT_DOUBLE_EQ(spot->place.beat, 2.5);
  EXPECT_EQ(spot->place.bar, 0);
  EXPECT_EQ(spot->n, 16);
  EXPECT_GT(spot->low, 20);
  EXPECT_GE(spot->places.size(), 12u);
  // And it is no looseness: the place is taken out of the spread.
  EXPECT_NEAR(find(verdict, Measure::tightness, Line::hat)->value, 8, 1.3);
  EXPECT_EQ(verdict.positions.size(), 8u);
}

// A loop of two bars, eight passes; the snare on beat 3 of bar 2 comes 45 ms early every time.
TEST(Judge, OneNoteOffInEveryPassIsNamedWithItsBar) {
  Sheet sheet(2);
  sheet.alignment.passages.clear();
  sheet.alignment.pulse.clear();
  testing::Chance chance(9);
  for (Ticks tick = 0; tick < 8 * kQ; tick += kQ / 2)
    sheet.chart.notes.push_back({.tick = tick, .voice = Voice::snare});
  for (int pass = 0; pass < 8; ++pass) {
    sheet.alignment.passages.push_back({.offset = pass * 8 * kQ, .new_pulse = pass == 0});
    for (int i = 0; i < 16; ++i) {
      const Ticks tick = i * kQ / 2;
      const double error = (i == 12 ? -45 : 0) + 7 * chance.normal();
      const double target = Sheet::target(tick + pass * 8 * kQ);
      sheet.alignment.matches.push_back({.hit = static_cast<std::int32_t>(sheet.hits.size()),
                                         .note = i,
                                         .passage = pass,
                                         .tick = tick,
                                         .target = target,
                                         .error_ms = error});
      sheet.hits.push_back({.frame = static_cast<Frames>(target + error * 1000), .voice = Voice::snare});
      if (i % 2 == 0)
        sheet.alignment.pulse.push_back({.tick = tick, .passage = pass, .frame = target, .bpm = 100});
    }
  }
  bool named = false;
  for (const Metric& m : sheet.judge().metrics) {
    if (m.measure != Measure::spot || m.standing != Standing::out_of_band || m.place.bar == 0) continue;
    EXPECT_EQ(m.place.bar, 2);
    EXPECT_DOUBLE_EQ(m.place.beat, 3);
    EXPECT_EQ(m.every, 2);
    EXPECT_EQ(m.n, 8);
    EXPECT_EQ(m.places.size(), 8u);
    EXPECT_LT(m.value, -30);
    named = true;
  }
  EXPECT_TRUE(named);
}

TEST(Judge, UnisonIsOnlyMeasuredWhereBothStrokesWereHeard) {
  Sheet sheet(16);
  testing::Chance chance(10);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ) {
    const double together = 12 * chance.normal();
    sheet.play(tick, Voice::kick, together - 5 + 4 * chance.normal());
    sheet.play(tick, Voice::hat_closed, together);
  }
  const Verdict heard = sheet.judge();
  const Metric* unison = find(heard, Measure::unison, Line::kick);
  ASSERT_NE(unison, nullptr);
  EXPECT_EQ(unison->other, Line::hat);
  EXPECT_NEAR(unison->value, 4, 1);
  EXPECT_NEAR(unison->mean, -5, 1.2);
  EXPECT_EQ(unison->standing, Standing::in_band);
  sheet.source.times_apart = false;
  EXPECT_EQ(find(sheet.judge(), Measure::unison, Line::kick), nullptr);
}

TEST(Judge, FlatFlamsAreToldByTheirGap) {
  Sheet sheet(8);
  testing::Chance chance(11);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ) {
    const Note flam{.tick = tick, .voice = Voice::snare, .ornament = Ornament::flam};
    const Match main = sheet.add(MatchKind::matched, flam, 3 * chance.normal());
    Match grace = main;
    grace.kind = MatchKind::grace;
    grace.hit = static_cast<std::int32_t>(sheet.hits.size());
    grace.error_ms = -9 + 2 * chance.normal();
    sheet.hits.push_back(sheet.hits[static_cast<std::size_t>(main.hit)]);
    sheet.alignment.matches.push_back(grace);
  }
  const Verdict verdict = sheet.judge();
  const Metric* gap = find(verdict, Measure::flam_gap, Line::snare);
  ASSERT_NE(gap, nullptr);
  EXPECT_NEAR(gap->value, 9, 1);
  EXPECT_NEAR(gap->spread, 2, 0.8);
  EXPECT_EQ(gap->standing, Standing::out_of_band);
  EXPECT_EQ(gap->n, 32);
  // Without a chart nobody knows that flams were meant.
  sheet.reading.chart_given = false;
  const Verdict free = sheet.judge();
  EXPECT_EQ(find(free, Measure::flam_gap, Line::snare)->standing, Standing::no_band);
}

TEST(Judge, StraightEighthsHaveNoSwing) {
  Sheet sheet(16);
  testing::Chance chance(12);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ / 2)
    sheet.play(tick, Voice::ride, 6 * chance.normal());
  EXPECT_EQ(find(sheet.judge(), Measure::swing, Line::ride), nullptr);
}

// The chart wants 1.9 : 1 (the off-beat at .655 of 600 ms); it was played at 1.4 (.583): 43 ms early.
TEST(Judge, SwingIsTheRatioOfMeanPlaces) {
  Sheet sheet(16);
  sheet.chart.swing = 1.9;
  testing::Chance chance(13);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ / 2) {
    const double early = tick % kQ == 0 ? 0 : 600 * (1.4 / 2.4 - 1.9 / 2.9);
    sheet.play(tick, Voice::ride, early + 6 * chance.normal());
  }
  const Verdict verdict = sheet.judge();
  const Metric* swing = find(verdict, Measure::swing, Line::ride);
  ASSERT_NE(swing, nullptr);
  EXPECT_NEAR(swing->value, 1.4, 0.05);
  EXPECT_LT(swing->low, 1.4);
  EXPECT_GT(swing->high, 1.4);
  EXPECT_EQ(swing->standing, Standing::out_of_band);
  EXPECT_LT(swing->band_low, 1.9);
  EXPECT_GT(swing->band_high, 1.9);
}

TEST(Judge, LevelsAreEvenWithinTheirPlaceAndAccentClass) {
  Sheet sheet(32);
  testing::Chance chance(14);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ) {
    // Beats 1 and 3 are 8 dB louder by design: a pattern, no unevenness.
    const double level = -14 + (tick / kQ % 2 == 0 ? 8 : 0) + 1.5 * chance.normal();
    sheet.play(tick, Voice::hat_closed, 5 * chance.normal(), static_cast<float>(level));
  }
  const Verdict verdict = sheet.judge();
  const Metric* level = find(verdict, Measure::dynamics, Line::hat);
  ASSERT_NE(level, nullptr);
  EXPECT_NEAR(level->value, 1.5, 0.25);
  EXPECT_EQ(level->standing, Standing::in_band);
}

TEST(Judge, GhostsTooNearTheRestAreTold) {
  Sheet sheet(16);
  testing::Chance chance(15);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ) {
    sheet.play(tick, Voice::snare, 0, static_cast<float>(-4 + 2 * chance.normal()), Dynamic::accent);
    sheet.play(tick + kQ / 2, Voice::snare, 0, static_cast<float>(-5 + 2 * chance.normal()), Dynamic::ghost);
  }
  const Metric* accent = nullptr;
  const Verdict verdict = sheet.judge();
  accent = find(verdict, Measure::accent, Line::snare);
  ASSERT_NE(accent, nullptr);
  EXPECT_NEAR(accent->value, 0.5, 0.4);
  EXPECT_NEAR(accent->mean, 1, 0.8);
  EXPECT_EQ(accent->standing, Standing::out_of_band);
}

// 32 accents at -4 dB and 32 ghosts at -10, each 2 dB up and down in turns: d' is 6 / 2.03 = 2.95 (2.2 to
// 3.7). That is far enough at 2, what is asked when nobody says otherwise, and too near for a judge who asks
// for 4.
TEST(Judge, HowFarGhostsMustLieUnderTheRestIsTheTeachersToSay) {
  Sheet sheet(16);
  int stroke = 0;
  for (Ticks tick = 0; tick < sheet.chart.length; tick += 2 * kQ, ++stroke) {
    const float off = stroke % 2 == 0 ? 2 : -2;
    sheet.play(tick, Voice::snare, 0, -4 + off, Dynamic::accent);
    sheet.play(tick + kQ, Voice::snare, 0, -10 + off, Dynamic::ghost);
  }
  const auto standing = [&](const JudgeConfig& config) {
    const Verdict verdict = sheet.judge(config);
    const Metric* accent = find(verdict, Measure::accent, Line::snare);
    return accent != nullptr ? accent->standing : Standing::too_few;
  };
  EXPECT_EQ(JudgeConfig().ghosts_apart, 2);
  EXPECT_EQ(standing({}), Standing::in_band);
  EXPECT_EQ(standing({.ghosts_apart = 2.1}), Standing::in_band);
  EXPECT_EQ(standing({.ghosts_apart = 4}), Standing::out_of_band);
}

// 64 kicks, 3 left out, in bars 5, 7 and 7: 4.7 in 100, 1.6 to 12.9.
TEST(Judge, MissedKicksAreCountedWithTheirBars) {
  Sheet sheet(32);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += 2 * kQ) {
    const bool left_out = tick == 16 * kQ || tick == 24 * kQ || tick == 26 * kQ;
    sheet.add(left_out ? MatchKind::missed : MatchKind::matched, {.tick = tick, .voice = Voice::kick});
  }
  const Verdict verdict = sheet.judge();
  for (const Metric& m : verdict.metrics) {
    if (m.measure != Measure::missed || !m.has_line) continue;
    EXPECT_EQ(m.n, 64);
    EXPECT_NEAR(m.value, 4.69, 0.01);
    EXPECT_NEAR(m.low, 1.61, 0.01);
    EXPECT_NEAR(m.high, 12.9, 0.05);
    EXPECT_EQ(m.standing, Standing::out_of_band);
    ASSERT_EQ(m.places.size(), 3u);
    EXPECT_EQ(m.places[0].bar, 5);
    EXPECT_EQ(m.places[1].bar, 7);
    EXPECT_EQ(m.places[2].bar, 7);
  }
}

TEST(Judge, OneSlipIsNoFinding) {
  Sheet sheet(4);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += 2 * kQ) {
    sheet.add(tick == 0 ? MatchKind::missed : MatchKind::matched, {.tick = tick, .voice = Voice::kick});
  }
  for (const Metric& m : sheet.judge().metrics) EXPECT_NE(m.standing, Standing::out_of_band);
}

TEST(Judge, WithoutAChartNothingIsMissed) {
  Sheet sheet(8);
  sheet.reading.chart_given = false;
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ) sheet.play(tick, Voice::snare, 0);
  sheet.add(MatchKind::extra, {.tick = kQ / 2, .voice = Voice::snare});
  EXPECT_EQ(find(sheet.judge(), Measure::missed), nullptr);
  EXPECT_EQ(find(sheet.judge(), Measure::extra), nullptr);
}

// 6 of 64 notes are unheard: a finding when the source hears everything, none when it loses 5 in 100 by
// itself.
TEST(Judge, WhatTheSourceLosesIsNotThePlayers) {
  Sheet sheet(16);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ) {
    sheet.add(tick % (10 * kQ) == 0 && tick > 0 ? MatchKind::missed : MatchKind::matched,
              {.tick = tick, .voice = Voice::snare});
  }
  EXPECT_EQ(find(sheet.judge(), Measure::missed)->standing, Standing::out_of_band);
  sheet.source.errors.missed = 0.05;
  EXPECT_EQ(find(sheet.judge(), Measure::missed)->standing, Standing::in_band);
}

TEST(Judge, EveryMetricHoldsItsOwnLaws) {
  Sheet sheet(40);
  testing::Chance chance(16);
  for (Ticks tick = 0; tick < sheet.chart.length; tick += kQ / 2) {
    sheet.play(tick, Voice::hat_closed, 18 * chance.normal(), static_cast<float>(-9 + 4 * chance.normal()));
    if (tick % (2 * kQ) == 0) sheet.play(tick, Voice::kick, 25 + 12 * chance.normal());
    if (tick % (2 * kQ) == kQ) sheet.play(tick, Voice::snare, -30 + 40 * chance.normal());
  }
  const Verdict verdict = sheet.judge();
  EXPECT_EQ(verdict.local_error_ms.size(), sheet.alignment.matches.size());
  for (const Metric& m : verdict.metrics) {
    SCOPED_TRACE(static_cast<int>(m.measure));
    EXPECT_EQ(m.standing == Standing::too_few, m.n < m.needed);
    EXPECT_GE(m.excess, 0);
    if (m.standing == Standing::too_few) continue;
    EXPECT_LE(m.low, m.value);
    EXPECT_LE(m.value, m.high);
    if (m.standing == Standing::out_of_band) {
      EXPECT_TRUE(m.low > m.band_high || m.high < m.band_low);
      EXPECT_GT(m.excess, 1.9);
    }
    if (m.grade_low != 0) {
      EXPECT_LE(m.grade_high - m.grade_low, 1);
    }
  }
}

}  // namespace
}  // namespace firstchair::judge
