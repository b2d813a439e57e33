#include <gtest/gtest.h>

#include "engine/judge/judge.h"
#include "testing/chance.h"
#include "testing/judge/made_take.h"

namespace firstchair::judge {
namespace {

struct Seconds {
  double late_ms = 0, softer_db = 0;
};

// R R L L in sixteenths, 96 BPM.
Chart doubles(int bars) {
  Chart chart = testing::alternating(bars, 4);
  for (std::size_t i = 0; i < chart.notes.size(); ++i)
    chart.notes[i].hand = i % 4 < 2 ? Hand::right : Hand::left;
  return chart;
}

const Metric* find(const Verdict& v, Measure measure) {
  for (const Metric& m : v.metrics) {
    if (m.measure == measure) return &m;
  }
  return nullptr;
}

Verdict verdict_of(const Chart& chart, const Seconds& seconds, std::uint64_t seed,
                   SourceKind kind = SourceKind::midi) {
  testing::Chance chance(seed);
  Take take = testing::make_take(chart, 96, [&](std::size_t i, const Note&) {
    const bool second = i % 2 == 1;
    return testing::MadeStroke{.error_ms = (second ? seconds.late_ms : 0) + 6 * chance.normal(),
                               .level_db = -6 - (second ? seconds.softer_db : 0) + 0.6 * chance.normal()};
  });
  take.source.kind = kind;
  return judge(take.source, take.hits, take.chart, take.reading, take.alignment, {}, {});
}

TEST(Doubles, SayHowLateTheSecondStrokeLandsWithItsInterval) {
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Verdict v = verdict_of(doubles(8), {.late_ms = 15}, seed);
    const Metric* m = find(v, Measure::doubles);
    ASSERT_NE(m, nullptr);
    EXPECT_EQ(m->standing, Standing::out_of_band);
    EXPECT_EQ(m->band_high, 6);
    covered += m->low <= 15 && 15 <= m->high;
  }
  EXPECT_GE(covered, 53);
  EXPECT_EQ(find(verdict_of(doubles(8), {}, 1), Measure::doubles)->standing, Standing::in_band);
  EXPECT_LT(find(verdict_of(doubles(8), {.late_ms = -15}, 1), Measure::doubles)->value, -10);
}

TEST(Doubles, SayHowSoftTheSecondStrokeIsFromAnEKitAlone) {
  const Verdict v = verdict_of(doubles(8), {.softer_db = 5}, 1);
  const Metric* m = find(v, Measure::doubles_level);
  ASSERT_NE(m, nullptr);
  EXPECT_NEAR(m->value, -5, 0.3);
  EXPECT_EQ(m->standing, Standing::out_of_band);
  EXPECT_EQ(find(verdict_of(doubles(8), {.softer_db = 2}, 1), Measure::doubles_level)->standing,
            Standing::in_band);
  EXPECT_EQ(find(verdict_of(doubles(8), {.softer_db = 5}, 1, SourceKind::audio), Measure::doubles_level),
            nullptr);
}

TEST(Doubles, AreNoneWhereTheHandsTakeTurnsOrStrikeThreeTimes) {
  EXPECT_EQ(find(verdict_of(testing::alternating(8, 4), {}, 1), Measure::doubles), nullptr);
  Chart triples = testing::alternating(8, 3);
  for (std::size_t i = 0; i < triples.notes.size(); ++i)
    triples.notes[i].hand = i % 6 < 3 ? Hand::right : Hand::left;
  EXPECT_EQ(find(verdict_of(triples, {}, 1), Measure::doubles), nullptr);
}

}  // namespace
}  // namespace firstchair::judge
