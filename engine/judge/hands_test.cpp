#include <gtest/gtest.h>

#include <cmath>

#include "engine/judge/judge.h"
#include "testing/chance.h"
#include "testing/judge/made_take.h"

namespace firstchair::judge {
namespace {

struct Hands {
  double left_late_ms = 0, left_softer_db = 0;
  double spread_ms = 8, shared_ms = 0;  // shared: a slow wander of both
  double left_times = 1;                // the left's spread over the right's
};

Metric hands_of(const Chart& chart, const Hands& hands, std::uint64_t seed,
                Measure measure = Measure::hands) {
  testing::Chance chance(seed);
  double wander = 0;
  Take take = testing::make_take(chart, 100, [&](std::size_t, const Note& note) {
    wander = 0.9 * wander + hands.shared_ms * chance.normal();
    const bool left = note.hand == Hand::left;
    return testing::MadeStroke{.error_ms = (left ? hands.left_late_ms : 0) + wander +
                                           hands.spread_ms * (left ? hands.left_times : 1) * chance.normal(),
                               .level_db = -6 - (left ? hands.left_softer_db : 0) + chance.normal()};
  });
  const Verdict v = judge(take.source, take.hits, take.chart, take.reading, take.alignment, {}, {});
  for (const Metric& m : v.metrics) {
    if (m.measure == measure) return m;
  }
  return {};
}

// R L R L, the left 9 ms late and 3 dB softer: both come back, with intervals.
TEST(Hands, SayHowLateTheLeftLandsAndHowSoft) {
  const Metric m =
      hands_of(testing::alternating(8, 4), {.left_late_ms = 9, .left_softer_db = 3, .spread_ms = 5}, 1);
  EXPECT_EQ(m.n, 64);
  EXPECT_NEAR(m.value, 9, 2);
  EXPECT_LE(m.low, 9);
  EXPECT_GE(m.high, 9);
  EXPECT_NEAR(m.mean, -3, 0.5);
  EXPECT_LT(m.mean_high, -2);
  EXPECT_EQ(m.band_high, 6);
  EXPECT_EQ(hands_of(testing::alternating(8, 4), {.left_late_ms = 20, .spread_ms = 5}, 1).standing,
            Standing::out_of_band);
  EXPECT_EQ(hands_of(testing::alternating(8, 4), {.left_late_ms = -20, .spread_ms = 5}, 1).standing,
            Standing::out_of_band);
}

TEST(Hands, IntervalsCoverTheTruthWhateverBothHandsDoTogether) {
  for (const double shared : {0.0, 6.0}) {
    int covered = 0, level = 0;
    for (std::uint64_t seed = 1; seed <= 120; ++seed) {
      const Metric m = hands_of(testing::alternating(8, 4),
                                {.left_late_ms = 4, .left_softer_db = 2, .shared_ms = shared}, seed);
      covered += m.low <= 4 && 4 <= m.high;
      level += m.mean_low <= -2 && -2 <= m.mean_high;
    }
    EXPECT_GE(covered, 108) << shared;
    EXPECT_GE(level, 108) << shared;
  }
}

// The left strays twice as far as the right: the ratio comes back with an interval that covers it, and its
// own spread beside it; either hand may be the one.
TEST(Hands, SayWhichOneStraysFurther) {
  const auto spread = [](double times, double ms, std::uint64_t seed) {
    return hands_of(testing::alternating(16, 4), {.spread_ms = ms, .left_times = times}, seed,
                    Measure::hand_spread);
  };
  int covered = 0, out = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Metric m = spread(2, 8, seed);
    covered += m.low <= 2 && 2 <= m.high;
    out += m.standing == Standing::out_of_band;
    EXPECT_NEAR(m.mean, 16, 4) << seed;
  }
  EXPECT_GE(covered, 35);
  EXPECT_GE(out, 38);
  EXPECT_EQ(spread(0.5, 16, 1).standing, Standing::out_of_band);
  EXPECT_LT(spread(0.5, 16, 1).value, 1);
  EXPECT_EQ(spread(1, 16, 1).standing, Standing::in_band);
  EXPECT_EQ(spread(2, 4, 1).standing, Standing::in_band);  // 8 ms is not spoken of
}

TEST(Hands, NeedSixtyFourStrokesEachAndAWrittenSticking) {
  EXPECT_EQ(hands_of(testing::alternating(4, 4), {}, 1).standing, Standing::too_few);
  Chart unwritten = testing::alternating(8, 4);
  for (Note& note : unwritten.notes) note.hand = Hand::unwritten;
  EXPECT_NE(hands_of(unwritten, {}, 1).measure, Measure::hands);
}

}  // namespace
}  // namespace firstchair::judge
