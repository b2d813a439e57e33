#include "practice/band/band_run.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

#include "practice/band/run_drummer_test.h"
#include "testing/chance.h"

namespace firstchair::practice {
namespace {

TEST(BandRun, AtZeroTheBandIsAClickWhateverTheDrummerDoes) {
  BandRun run = play(quarters(64, 120, {.follow = 0, .looseness_ms = 0}), 0, 126,
                     [](int, double at, double) { return at + 60000 / 126.; });
  ASSERT_EQ(run.beats().size(), 64u);
  for (const band::BandBeat& beat : run.beats())
    EXPECT_DOUBLE_EQ(beat.played.band_ms, 500 * static_cast<double>(beat.quarter));
}

TEST(BandRun, FollowsADrummerWithoutAChartByTheBeatItHears) {
  testing::Chance chance(3);
  BandRun run = play(quarters(128, 120, {.follow = 1, .looseness_ms = 0}), 0, 121.2,
                     [&](int n, double, double) { return (n + 1) * 60000 / 121.2 + 3 * chance.normal(); });
  const band::BandBeat& last = run.beats().back();
  EXPECT_NEAR(last.band_bpm, 121.1, .4);  // (1 - f) of the way is left
  const band::Moves moves = band::moves_of({.title = {}, .beats = {run.beats().begin(), run.beats().end()}});
  EXPECT_GE(moves.both, 110);
  EXPECT_EQ(moves.lost, 0);
}

TEST(BandRun, FollowsADrummerByTheChart) {
  Chart chart;
  chart.length = 4 * kQ;
  for (int eighth = 0; eighth < 8; ++eighth) {
    chart.notes.push_back({.tick = eighth * kQ / 2, .voice = Voice::hat_closed});
    if (eighth % 2 == 0)
      chart.notes.push_back({.tick = eighth * kQ / 2, .voice = eighth % 4 == 0 ? Voice::kick : Voice::snare});
  }
  settle(chart);
  testing::Chance chance(3);
  BandRunConfig config = quarters(128, 120, {.follow = 1, .looseness_ms = 0});
  config.drummer.chart = chart;
  BandRun run = play(std::move(config), 0, 121.2,
                     [&](int n, double, double) { return (n + 1) * 60000 / 121.2 + 3 * chance.normal(); });
  EXPECT_NEAR(run.beats().back().band_bpm, 121.1, .4);
  int heard = 0;
  for (const band::BandBeat& beat : run.beats()) heard += beat.played.heard;
  EXPECT_GE(heard, 100);
}

// The drummer closes .35 of the gap: the estimate from the strokes as they are heard says so.
TEST(BandRun, TellsTheGainOfADrummerWhoListens) {
  int held = 0, open = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    testing::Chance chance(seed);
    double period = 500, hand = 0;
    BandRun run = play(quarters(192, 120, {.follow = .5, .looseness_ms = 8, .seed = seed}), 0, 120,
                       [&](int, double at, double band) {
                         const double next_hand = 4 * chance.normal();
                         period *= 1 + .002 * chance.normal();
                         const double then =
                             at + period - .35 * (at - band) + 6 * chance.normal() + next_hand - hand;
                         period -= .04 * (at - band), hand = next_hand;
                         return then;
                       });
    const band::Moves moves =
        band::moves_of({.title = {}, .beats = {run.beats().begin(), run.beats().end()}});
    open += moves.gain.open;
    held += !moves.gain.open && moves.gain.low <= .35 && .35 <= moves.gain.high;
  }
  EXPECT_EQ(open, 0);
  EXPECT_GE(held, 5);
}

// Chords of three notes on every beat beside a bass; from bar 9 on the drummer strikes three times as often.
TEST(BandRun, ChordsThinOutUnderADrummerWhoIsBusyAndTheBassDoesNot) {
  BandRunConfig config = quarters(128, 120, {.follow = 0, .looseness_ms = 0, .seed = 3});
  for (int n = 0; n < 128; ++n)
    for (const int pitch : {60, 64, 67})
      config.notes.push_back(
          {.tick = n * kQ, .end = n * kQ + kQ / 2, .part = 1, .pitch = static_cast<std::uint8_t>(pitch)});
  config.thins = 1;
  BandRun run = *BandRun::make(std::move(config));
  std::array<int, 128> bass{}, chord{};
  for (Frames from = 0; !run.over(); from += 240) {
    while (const std::optional<band::Sounded> note = run.next(from, from + 240))
      if (note->velocity > 0)
        ++(note->part == 0 ? bass : chord)[static_cast<std::size_t>(note->frame / 24000)];
    const bool dense = from >= 64 * 24000 && from < 96 * 24000;
    if (from % (dense ? 4000 : 12000) < 240)
      run.push({.frame = from, .voice = Voice::hat_closed, .strength = 90, .sigma_ms = 1});
  }
  int thinned = 0;
  for (std::size_t n = 0; n < 128; ++n) {
    EXPECT_EQ(bass[n], 1) << n;
    EXPECT_TRUE(chord[n] == 3 || (n > 64 && chord[n] == 0)) << n;
    thinned += chord[n] == 0;
  }
  EXPECT_GE(thinned, 5);
  EXPECT_LE(thinned, 24);
}

TEST(BandRun, WhileTheDrummerPlaysAloneNothingCorrects) {
  BandRunConfig config = quarters(64, 120, {.follow = 1, .looseness_ms = 0});
  config.marks = {{32 * kQ, 48 * kQ, band::Mark::stop}};
  BandRun run = play(std::move(config), 0, 124, [](int, double at, double) { return at + 60000 / 124.; });
  for (const band::BandBeat& beat : run.beats()) {
    EXPECT_EQ(beat.held, beat.quarter >= 32 && beat.quarter < 48);
    if (beat.quarter > 33 && beat.quarter < 48) {
      EXPECT_NEAR(beat.moved_ms, 0, 1e-9);
    }
  }
}

TEST(BandRun, TheRoundTripIsTakenOffEveryStroke) {
  BandRunConfig config = quarters(64, 120, {.follow = 0, .looseness_ms = 0});
  config.round_trip = 480;
  BandRun run = play(std::move(config), 10, 120, [](int, double at, double) { return at + 500; });
  for (const band::BandBeat& beat : run.beats())
    if (beat.played.heard) {
      EXPECT_NEAR(beat.played.drummer_ms - beat.played.band_ms, .15, .2);
    }
}

TEST(BandRun, WildStrokesLeaveBeatsInOrder) {
  BandRun run = *BandRun::make(quarters(64, 120, {.follow = 1, .hold_quarters = 0, .rise_quarters = 0}));
  std::mt19937_64 random(5);
  double last = -1e9;
  std::size_t seen = 0;
  for (Frames from = 0; !run.over() && from < 100 * 48000; from += 64) {
    while (run.next(from, from + 64)) {
    }
    for (; seen < run.beats().size(); ++seen) {
      ASSERT_GE(run.beats()[seen].played.band_ms, last);
      last = run.beats()[seen].played.band_ms;
    }
    if (random() % 20 == 0)
      run.push({.frame = random() % 50 == 0 ? -5 : from + static_cast<Frames>(random() % 64),
                .voice = static_cast<Voice>(random() % kVoiceCount),
                .sigma_ms = static_cast<float>(random() % 9),
                .timed = random() % 9 != 0});
  }
  EXPECT_TRUE(run.over());
}

}  // namespace
}  // namespace firstchair::practice
