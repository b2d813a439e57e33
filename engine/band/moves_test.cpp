#include "engine/band/moves.h"

#include <gtest/gtest.h>

#include "testing/band/playing_pair.h"

namespace firstchair::band {
namespace {

struct Cell {
  double f, alpha, beta;
};

testing::PlayedPair take(const Cell& cell, int beats, std::uint64_t seed, double looseness_ms = 5) {
  return testing::play_together({.alpha = cell.alpha, .beta = cell.beta},
                                {.follow = cell.f / .9, .looseness_ms = looseness_ms, .seed = seed}, 120,
                                beats, seed);
}

// Of 60 intervals of 95 %, 52 and more hold the truth with a probability of 99.4 %.
TEST(Moves, TheDrummersGainLiesInItsInterval) {
  for (const Cell& cell :
       {Cell{0, .15, .01}, Cell{0, .35, .04}, Cell{.5, 0, 0}, Cell{.5, .35, .04}, Cell{.75, .7, .15}}) {
    int held = 0, open = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      const Gain gain = drummer_gain(take(cell, 256, seed).beats);
      open += gain.open;
      held += gain.open || (gain.low <= cell.alpha && cell.alpha <= gain.high);
    }
    EXPECT_LE(open, 3);
    EXPECT_GE(held, 52) << cell.f << " " << cell.alpha;
  }
}

TEST(Moves, MissingBeatsOnlyWidenTheInterval) {
  auto beats = take({.5, .35, .04}, 512, 4).beats;
  for (std::size_t n = 0; n < beats.size(); ++n)
    if (n % 8 >= 6) {
      beats[n].heard = false;
      beats[n].drummer_ms = 1e9;
    }
  const Gain gain = drummer_gain(beats);
  ASSERT_FALSE(gain.open);
  EXPECT_EQ(gain.beats, 64 * 5);
  EXPECT_LE(gain.low, .35);
  EXPECT_GE(gain.high, .35);
}

TEST(Moves, EightBarsOrABandWithoutLoosenessTellNothing) {
  EXPECT_TRUE(drummer_gain(take({.5, .35, .04}, 12, 1).beats).open);
  EXPECT_TRUE(drummer_gain(take({.5, .35, .04}, 512, 1, 0).beats).open);
  EXPECT_EQ(who_led(drummer_gain(take({.5, .35, .04}, 12, 1).beats), .3), Led::cannot_tell);
}

TEST(Moves, WhoLedIsToldOnlyWhereTheIntervalSaysSo) {
  EXPECT_EQ(who_led({.value = .41, .low = .25, .high = .57, .open = false}, .3), Led::drummer_follows);
  EXPECT_EQ(who_led({.value = .05, .low = -.05, .high = .12, .open = false}, .3), Led::drummer_leads);
  EXPECT_EQ(who_led({.value = .2, .low = .1, .high = .3, .open = false}, .3), Led::cannot_tell);
}

// A drummer who speeds up from 120 to 126 by will: the own part is told with an interval that holds the 6,
// and the band pulled back a little.
TEST(Moves, ATempoChangeIsPartedIntoOwnAndPulled) {
  int held = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    auto pair = testing::play_together(
        {.alpha = .35,
         .walk = 0,
         .asked_bpm = [](int n) { return n > 100 && n <= 160 ? 120 + (n - 100) / 10. : 0; }},
        {.follow = .5, .seed = seed}, 120, 320, seed);
    const TempoParts parts = tempo_parts(pair.beats, drummer_gain(pair.beats));
    ASSERT_TRUE(parts.told);
    EXPECT_NEAR(parts.own_bpm + parts.pulled_bpm, parts.change_bpm, 1e-9);
    held += parts.own_low <= 6 && 6 <= parts.own_high;
  }
  EXPECT_GE(held, 34);
}

}  // namespace
}  // namespace firstchair::band
