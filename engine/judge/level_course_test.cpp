#include <gtest/gtest.h>

#include "engine/judge/judge.h"
#include "testing/chance.h"
#include "testing/judge/made_take.h"

namespace firstchair::judge {
namespace {

// Level of stroke i of eighths on the hat, 16 bars, dB over the usual.
template <class Level>
Verdict verdict_of(Level level, std::uint64_t seed = 1, SourceKind kind = SourceKind::midi) {
  testing::Chance chance(seed);
  const Chart chart = testing::alternating(16, 2, Voice::hat_closed);
  Take take = testing::make_take(chart, 100, [&](std::size_t i, const Note&) {
    return testing::MadeStroke{.error_ms = 6 * chance.normal(),
                               .level_db = -10 + level(static_cast<int>(i)) + 0.8 * chance.normal()};
  });
  take.source.kind = kind;
  testing::add_pulse(take, 100);
  return judge(take.source, take.hits, take.chart, take.reading, take.alignment, {}, {});
}

const Metric* find(const Verdict& v, Measure measure) {
  for (const Metric& m : v.metrics) {
    if (m.measure == measure) return &m;
  }
  return nullptr;
}

TEST(LevelSpot, NamesThePlaceAtWhichALineIsSofterThanAnywhereElse) {
  const Verdict v = verdict_of([](int i) { return i % 8 == 5 ? -7.0 : 0.0; });
  const Metric* m = find(v, Measure::level_spot);
  ASSERT_NE(m, nullptr);
  EXPECT_EQ(m->standing, Standing::out_of_band);
  EXPECT_EQ(m->place.beat, 3.5);
  EXPECT_NEAR(m->value, -7, 0.8);
  EXPECT_EQ(find(verdict_of([](int i) { return i % 8 == 5 ? -3.0 : 0.0; }), Measure::level_spot)->standing,
            Standing::in_band);
}

TEST(LevelSpot, APatternOfAccentsIsNone) {
  const Verdict v = verdict_of([](int i) { return i % 2 == 1 ? -9.0 : 0.0; });
  EXPECT_EQ(find(v, Measure::level_spot)->standing, Standing::in_band);
}

TEST(LevelCourse, SaysByHowMuchTheLevelFallsOverTheTake) {
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Verdict v = verdict_of([](int i) { return -6.0 * i / 127; }, seed);
    const Metric* m = find(v, Measure::level_course);
    ASSERT_NE(m, nullptr);
    EXPECT_EQ(m->standing, Standing::out_of_band);
    covered += m->low <= -6 && -6 <= m->high;
  }
  EXPECT_GE(covered, 53);
  EXPECT_EQ(find(verdict_of([](int) { return 0.0; }), Measure::level_course)->standing, Standing::in_band);
  EXPECT_GT(find(verdict_of([](int i) { return 6.0 * i / 127; }), Measure::level_course)->value, 5);
}

TEST(LevelCourse, IsNotMeasuredFromSound) {
  const Verdict v = verdict_of([](int i) { return -6.0 * i / 127; }, 1, SourceKind::audio);
  EXPECT_EQ(find(v, Measure::level_course), nullptr);
  EXPECT_EQ(find(v, Measure::level_spot), nullptr);
}

}  // namespace
}  // namespace firstchair::judge
