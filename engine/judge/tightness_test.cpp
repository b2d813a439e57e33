#include <gtest/gtest.h>

#include "engine/judge/judge.h"
#include "testing/chance.h"
#include "testing/judge/made_take.h"

namespace firstchair::judge {
namespace {

// Eighths on the hat and quarters on the kick, 24 bars at 110.
Verdict verdict_of(double hat_ms, double kick_ms, std::uint64_t seed) {
  testing::Chance chance(seed);
  Chart chart;
  for (int i = 0; i < 24 * 8; ++i) {
    chart.notes.push_back({.tick = i * kTicksPerQuarter / 2, .voice = Voice::hat_closed});
    if (i % 2 == 0) chart.notes.push_back({.tick = i * kTicksPerQuarter / 2, .voice = Voice::kick});
  }
  settle(chart);
  Take take = testing::make_take(chart, 110, [&](std::size_t, const Note& note) {
    const bool kick = note.voice == Voice::kick;
    return testing::MadeStroke{.error_ms = (kick ? kick_ms : hat_ms) * chance.normal()};
  });
  testing::add_pulse(take, 110);
  return judge(take.source, take.hits, take.chart, take.reading, take.alignment, default_norms(), {});
}

const Metric* spread_of(const Verdict& v, Line line) {
  for (const Metric& m : v.metrics) {
    if (m.measure == Measure::tightness && m.line == line) return &m;
  }
  return nullptr;
}

TEST(Tightness, SaysOfALooseLineWhetherTheOthersAreAsLoose) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Verdict alone = verdict_of(30, 8, seed), together = verdict_of(30, 36, seed);
    EXPECT_EQ(spread_of(alone, Line::hat)->standing, Standing::out_of_band);
    EXPECT_TRUE(spread_of(alone, Line::hat)->has_loose);
    EXPECT_EQ(spread_of(together, Line::hat)->standing, Standing::out_of_band);
    EXPECT_FALSE(spread_of(together, Line::hat)->has_loose);
    EXPECT_FALSE(spread_of(together, Line::kick)->has_loose);
  }
}

}  // namespace
}  // namespace firstchair::judge
