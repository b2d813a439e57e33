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

//  band 0.00 |  interval of the drummer's gain   |
//  -.4  ....[-.05      .06]....                    closes nothing that matters: nobody follows
//           ....    [.01        .20]               may or may not
//           ....         [.05        .60]          follows, who was told to hold or not
TEST(Moves, WhoPlaysWithABandThatOnlyHeldDoesNotLeadIt) {
  const auto led = [](double low, double high) {
    return who_led({.value = (low + high) / 2, .low = low, .high = high, .open = false}, 0);
  };
  EXPECT_EQ(led(-.05, .06), Led::nobody_follows);
  EXPECT_EQ(led(-.4, -.1), Led::nobody_follows);
  EXPECT_EQ(led(-1e-15, -1e-16), Led::nobody_follows);  // an exact player, and how sums are rounded
  EXPECT_EQ(led(1e-16, 1e-15), Led::nobody_follows);
  EXPECT_EQ(led(.01, .2), Led::cannot_tell);
  EXPECT_EQ(led(-.1, .3), Led::cannot_tell);
  EXPECT_EQ(led(.05, .6), Led::drummer_follows);
  EXPECT_TRUE(only_held(0));
  EXPECT_FALSE(only_held(.7 * .9 * .05));  // the dial at 5
}

// Beats at 500 ms, of an exact player: a band that holds and is loose by 8 ms moves nobody. Beside the same
// band a player who closes .35 follows it; of one who does not listen and wanders off it is seldom told,
// since the interval is wide, and never the contrary.
TEST(Moves, UnderABandThatHeldBothDirectionsAreTrue) {
  testing::PlayedPair exact = take({0, 0, 0}, 512, 3, 8);
  for (std::size_t n = 0; n < exact.beats.size(); ++n)
    exact.beats[n].drummer_ms = 500 * static_cast<double>(n);
  EXPECT_EQ(who_led(drummer_gain(exact.beats), 0), Led::nobody_follows);
  int follows = 0, nobody = 0, wrong = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Led listening = who_led(drummer_gain(take({0, .35, .04}, 512, seed, 8).beats), 0);
    const Led deaf = who_led(drummer_gain(take({0, 0, 0}, 1024, seed, 8).beats), 0);
    follows += listening == Led::drummer_follows;
    nobody += deaf == Led::nobody_follows;
    wrong += listening == Led::nobody_follows || deaf == Led::drummer_follows ||
             listening == Led::drummer_leads || deaf == Led::drummer_leads;
  }
  EXPECT_GE(follows, 18);
  EXPECT_GE(nobody, 1);
  EXPECT_LE(wrong, 1);
}

// A drummer who speeds up from 120 to 126 by will: the own part is told with an interval that holds the 6,
// and the band pulled back a little.
TEST(Moves, ATempoChangeIsPartedIntoOwnAndPulled) {
  int held = 0, began = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    auto pair = testing::play_together(
        {.alpha = .35,
         .walk = 0,
         .asked_bpm = [](int n) { return n > 100 && n <= 160 ? 120 + (n - 100) / 10. : 0; }},
        {.follow = .5, .seed = seed}, 120, 320, seed);
    const TempoParts parts = tempo_parts(pair.beats, drummer_gain(pair.beats));
    ASSERT_TRUE(parts.told);
    EXPECT_NEAR(parts.own_bpm + parts.pulled_bpm, parts.change_bpm, 1e-9);
    EXPECT_LE(parts.pulled_low, parts.pulled_bpm);
    EXPECT_GE(parts.pulled_high, parts.pulled_bpm);
    held += parts.own_low <= 6 && 6 <= parts.own_high;
    began += std::abs(parts.from.bpm - 120) <= parts.from.half_bpm;
  }
  EXPECT_GE(held, 34);
  EXPECT_GE(began, 34);
}

// Sixteen pairs of beats tell the tempo of both ends; what nobody heard tells nothing.
TEST(Moves, TheTempoOfBothEndsIsToldWithItsInterval) {
  std::vector<PlayedBeat> beats;
  double at_ms = 0;
  for (int n = 0; n < 17; ++n) {
    beats.push_back({.band_ms = at_ms, .drummer_ms = at_ms});
    at_ms += (n < 8 ? 500 : 480) + (n % 2 == 0 ? 4 : -4);
  }
  const TempoEnds ends = tempo_ends(beats);
  EXPECT_NEAR(ends.from.bpm, 120, 1e-9);
  EXPECT_NEAR(ends.to.bpm, 125, 1e-9);
  // 4 ms about the mean of eight: SD 4.28, t 2.36: 3.58 ms are .86 BPM at 120.
  EXPECT_NEAR(ends.from.half_bpm, .86, .01);
  beats.pop_back();
  EXPECT_EQ(tempo_ends(beats).from.bpm, 0);
  for (PlayedBeat& beat : beats) beat.heard = false;
  EXPECT_EQ(tempo_of(beats).bpm, 0);
}

}  // namespace
}  // namespace firstchair::band
