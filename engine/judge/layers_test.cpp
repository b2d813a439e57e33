// Every layer put into a take comes back as itself and as nothing else.
#include "engine/judge/layers.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/judge/judge.h"
#include "engine/judge/norms.h"
#include "testing/chance.h"
#include "testing/judge/made_take.h"

namespace firstchair::judge {
namespace {

constexpr Ticks kQ = kTicksPerQuarter;

// hat  x . x . x . x . x . x . x . x .
// snare        o               o
// kick o               o   o            24 bars
Chart rock(int bars = 24) {
  Chart chart;
  for (int bar = 0; bar < bars; ++bar) {
    for (int e = 0; e < 8; ++e) {
      const Ticks tick = bar * 4 * kQ + e * kQ / 2;
      chart.notes.push_back({.tick = tick, .voice = Voice::hat_closed});
      if (e == 0 || e == 4 || e == 5) chart.notes.push_back({.tick = tick, .voice = Voice::kick});
      if (e == 2 || e == 6) chart.notes.push_back({.tick = tick, .voice = Voice::snare});
    }
  }
  settle(chart);
  return chart;
}

struct At {
  int bar;      // from 0
  double beat;  // from 1
  Line line;
};

// fault(At) -> ms, on strokes with an SD of 6 ms; the pulse is a click.
template <class Fault>
Verdict judged(Fault fault, std::uint64_t seed = 1, double sd = 6) {
  testing::Chance chance(seed);
  const Chart chart = rock();
  const Take take = testing::make_take(chart, 120, [&](std::size_t, const Note& note) {
    const At at{.bar = static_cast<int>(note.tick / (4 * kQ)),
                .beat = 1 + static_cast<double>(note.tick % (4 * kQ)) / kQ,
                .line = line_of(note.voice)};
    return testing::MadeStroke{.error_ms = fault(at) + sd * chance.normal()};
  });
  return judge(take.source, take.hits, take.chart, take.reading, take.alignment, default_norms(), {});
}

std::vector<Metric> found(const Verdict& verdict) {
  std::vector<Metric> out;
  for (const Metric& m : verdict.metrics) {
    if (m.standing == Standing::out_of_band) out.push_back(m);
  }
  return out;
}

const Metric& placement(const Verdict& verdict, Line line) {
  for (const Metric& m : verdict.metrics) {
    if (m.measure == Measure::placement && m.line == line) return m;
  }
  static const Metric none;
  ADD_FAILURE() << "no placement";
  return none;
}

TEST(Layers, ALeanThatLivesAtOnePlaceBelongsToThePlaceAndNotToTheLine) {
  const Verdict verdict = judged([](At at) { return at.line == Line::kick && at.beat == 3.5 ? -30.0 : 0.0; });
  const std::vector<Metric> out = found(verdict);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].measure, Measure::spot);
  EXPECT_EQ(out[0].line, Line::kick);
  EXPECT_EQ(out[0].place.beat, 3.5);
  EXPECT_NEAR(out[0].value, -30, 4);
  EXPECT_NEAR(placement(verdict, Line::kick).value, 0, 4);
}

TEST(Layers, ALineThatIsLateEverywhereDoesNotMakeTheOthersEarly) {
  for (const Line line : {Line::kick, Line::snare, Line::hat}) {
    const Verdict verdict = judged([&](At at) { return at.line == line ? 20.0 : 0.0; });
    const std::vector<Metric> out = found(verdict);
    ASSERT_EQ(out.size(), 1u) << id_of(line);
    EXPECT_EQ(out[0].measure, Measure::placement);
    EXPECT_EQ(out[0].line, line);
    EXPECT_NEAR(out[0].value, 20, 3);
  }
}

TEST(Layers, APlaceOfEveryFourthBarIsToldWithItsBar) {
  const Verdict verdict =
      judged([](At at) { return at.line == Line::snare && at.beat == 4 && at.bar % 4 == 2 ? 40.0 : 0.0; });
  const std::vector<Metric> out = found(verdict);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].measure, Measure::spot);
  EXPECT_EQ(out[0].line, Line::snare);
  EXPECT_EQ(out[0].every, 4);
  EXPECT_EQ(out[0].which, 3);
  EXPECT_NEAR(out[0].value, 40, 8);
}

TEST(Layers, WhatAllLinesDoAtTheEndOfEveryFourthBarBelongsToNone) {
  const Verdict verdict = judged([](At at) { return at.beat >= 3 && at.bar % 4 == 3 ? -40.0 : 0.0; });
  const std::vector<Metric> out = found(verdict);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].measure, Measure::phrase);
  EXPECT_FALSE(out[0].has_line);
  EXPECT_EQ(out[0].place.beat, 3);
  EXPECT_EQ(out[0].beat_to, 5);
  EXPECT_EQ(out[0].every, 4);
  EXPECT_EQ(out[0].which, 4);
  EXPECT_NEAR(out[0].value, -40, 6);
}

TEST(Layers, OneBarThatLiesElsewhereIsNamedOnce) {
  const Verdict verdict = judged([](At at) { return at.bar == 11 ? 60.0 : 0.0; });
  const std::vector<Metric> out = found(verdict);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].measure, Measure::bar);
  EXPECT_EQ(out[0].place.played, 12);
  EXPECT_NEAR(out[0].value, 60, 8);
}

TEST(Layers, ATempoThatIsAnotherFromOneBarOnIsAStep) {
  // 3 % faster from bar 13 on: 60 ms a bar.
  const Verdict verdict =
      judged([](At at) { return -0.03 * 500 * std::max(0.0, 4.0 * (at.bar - 12) + at.beat - 1); });
  const std::vector<Metric> out = found(verdict);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].measure, Measure::step);
  EXPECT_NEAR(out[0].place.played, 13, 1);
  EXPECT_NEAR(out[0].value, 3, 0.3);
}

// The share of takes in which anything at all is told, of players with nothing to tell.
TEST(Layers, OfTakesWithoutAFaultFewAreToldOfAny) {
  int told = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    told += !found(judged([](At) { return 0.0; }, seed, 4 + static_cast<double>(seed % 7))).empty();
  }
  EXPECT_LE(told, 3);
}

TEST(Layers, ATakeOfAFewBarsHasLeansAndNoLayers) {
  Chart chart = rock(4);
  const Take take = testing::make_take(chart, 120, [](std::size_t, const Note& note) {
    return testing::MadeStroke{.error_ms = note.voice == Voice::snare ? 30.0 : 0.0};
  });
  const std::vector<LineTiming> lines = take_apart(take.hits, take.chart, take.alignment);
  const Layers layers = take_layers(lines, take.chart, take.alignment, {.rate = take.source.rate});
  EXPECT_TRUE(layers.found.empty());
  EXPECT_NEAR(layers.lean_ms[static_cast<std::size_t>(Line::snare)], 30, 3);
  EXPECT_TRUE(take_layers({}, take.chart, take.alignment, {}).found.empty());
}

// Eighths that swing 2 : 1 as the chart says: the off-beats stand a sixth of a quarter later, and so do their
// targets.
TEST(Layers, WhatSwingsAsItIsWrittenLeansNowhere) {
  testing::Chance chance(5);
  Chart chart = rock();
  chart.swing = 2;
  Take take = testing::make_take(chart, 120, [&](std::size_t, const Note&) {
    return testing::MadeStroke{.error_ms = 6 * chance.normal()};
  });
  for (Match& match : take.alignment.matches) {
    if (match.tick % kQ == 0) continue;
    match.target += 5e5 / 6;
    take.hits[static_cast<std::size_t>(match.hit)].frame += 83333;
  }
  const Verdict verdict =
      judge(take.source, take.hits, take.chart, take.reading, take.alignment, default_norms(), {});
  for (const Metric& m : verdict.metrics) {
    EXPECT_FALSE(m.standing == Standing::out_of_band && m.measure != Measure::missed)
        << static_cast<int>(m.measure) << " " << m.value;
    if (m.measure == Measure::placement && m.standing != Standing::too_few) {
      EXPECT_LT(std::abs(m.value), 3) << id_of(m.line);
    }
  }
}

}  // namespace
}  // namespace firstchair::judge
