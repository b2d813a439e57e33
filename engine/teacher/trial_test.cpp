#include "engine/teacher/trial.h"

#include <gtest/gtest.h>

#include "engine/judge/judge.h"
#include "testing/chance.h"
#include "testing/judge/made_take.h"

namespace firstchair::teacher {
namespace {

const judge::Norms& norms() {
  return judge::default_norms();
}

struct Hands {
  double right_ms = 8, left_ms = 8;
  int bar = 0;        // from 1: here everything is three times as wide
  double missed = 0;  // share of the left hand's notes
};

Take played(const Hands& hands, double bpm, std::uint64_t seed) {
  testing::Chance chance(seed);
  Take take = testing::make_take(testing::alternating(8, 4), bpm, [&](std::size_t i, const Note& note) {
    const bool left = note.hand == Hand::left;
    const double wide = static_cast<int>(i / 16) + 1 == hands.bar ? 3 : 1;
    testing::MadeStroke stroke{.error_ms = wide * (left ? hands.left_ms : hands.right_ms) * chance.normal()};
    stroke.missed = left && std::abs(chance.normal()) < 1.2533 * hands.missed;
    return stroke;
  });
  take.verdict = judge::judge(take.source, take.hits, take.chart, take.reading, take.alignment, norms(), {});
  return take;
}

TEST(Trial, HoldsInsideTheLetterAndBreaksBeyondItBySoMuch) {
  const TrialOutcome held = try_out(played({}, 100, 1), norms(), {.bpm = 100});
  EXPECT_TRUE(held.trial.clean);
  EXPECT_EQ(held.notes, 128);
  ASSERT_TRUE(held.trial.log_spread);
  EXPECT_LT(*held.trial.log_spread, 0);
  const TrialOutcome wide = try_out(played({.right_ms = 24, .left_ms = 24}, 100, 1), norms(), {.bpm = 100});
  EXPECT_EQ(wide.broke, Broke::spread);
  ASSERT_TRUE(wide.trial.log_spread);
  EXPECT_NEAR(*wide.trial.log_spread - *held.trial.log_spread, std::log(3.0), 0.1);
}

TEST(Trial, BreaksBySlipsBeyondTwoInAHundredAndThenKnowsNoSpread) {
  const TrialOutcome slips = try_out(played({.missed = 0.15}, 100, 2), norms(), {.bpm = 100});
  EXPECT_EQ(slips.broke, Broke::slips);
  EXPECT_GT(slips.slips, 2);
  EXPECT_FALSE(slips.trial.log_spread);
}

TEST(Trial, BreaksWhenTheTempoIsNotHeldOrABarIsLost) {
  EXPECT_EQ(try_out(played({}, 100, 3), norms(), {.bpm = 105}).broke, Broke::tempo);
  EXPECT_EQ(try_out(played({}, 100, 3), norms(), {.bpm = 100, .lost_bar = true}).broke, Broke::lost);
  Take stopped = played({}, 100, 3);
  stopped.alignment.departures.push_back({.kind = DepartureKind::early_end, .first_bar = 5, .last_bar = 8});
  EXPECT_EQ(try_out(stopped, norms(), {.bpm = 100}).broke, Broke::lost);
  EXPECT_EQ(try_out(Take{}, norms(), {.bpm = 100}).broke, Broke::lost);
}

TEST(Trial, AllowsForWhatTheInstrumentLosesItself) {
  Take take = played({.missed = 0.1}, 100, 4);
  take.source.errors = {.missed = 0.09, .missed_ghost = 0.4, .extra = 0.01};
  take.verdict = judge::judge(take.source, take.hits, take.chart, take.reading, take.alignment, norms(), {});
  EXPECT_NE(try_out(take, norms(), {.bpm = 100}).broke, Broke::slips);
}

// Sixteenths with a crash on every one, which nobody plays.
Take without_crash(bool crash, double bpm = 100) {
  Chart chart = testing::alternating(4, 4, Voice::snare);
  for (int bar = 0; bar < 4; ++bar)
    chart.notes.push_back({.tick = bar * kTicksPerWhole, .voice = Voice::crash});
  settle(chart);
  testing::Chance chance(9);
  Take take = testing::make_take(chart, bpm, [&](std::size_t, const Note& note) {
    return testing::MadeStroke{.error_ms = 6 * chance.normal(),
                               .missed = note.voice == Voice::crash && !crash};
  });
  take.verdict = judge::judge(take.source, take.hits, take.chart, take.reading, take.alignment, norms(), {});
  return take;
}

// The four bars are passes of one.
constexpr int kOneBar[] = {1, 1, 1, 1};

TEST(NeverPlayed, ANoteThatNoPassPlayedIsMissingAndBreaksNothing) {
  const Take take = without_crash(false);
  const Take* takes[] = {&take};
  const std::vector<WrittenNote> missing = never_played(takes, kOneBar);
  ASSERT_EQ(missing.size(), 1U);
  EXPECT_EQ(missing[0], (WrittenNote{.bar = 1, .in_bar = 0, .beat = 1, .voice = Voice::crash}));
  EXPECT_EQ(try_out(take, norms(), {.bpm = 100}).broke, Broke::slips);
  const TrialOutcome held = try_out(take, norms(), {.bpm = 100, .missing = missing, .bar_numbers = kOneBar});
  EXPECT_EQ(held.broke, Broke::nothing);
  EXPECT_EQ(held.notes, 64);
}

TEST(NeverPlayed, ANoteThatOneTakePlayedCountsInAll) {
  const Take without = without_crash(false), with = without_crash(true);
  const Take* takes[] = {&without, &with};
  EXPECT_TRUE(never_played(takes, kOneBar).empty());
}

TEST(NeverPlayed, TwoChancesAreTooFewAndAQuarterOfTheNotesIsTooMuch) {
  const Take take = without_crash(false);
  const Take* takes[] = {&take};
  constexpr int kTwoBars[] = {1, 2, 1, 2};
  EXPECT_TRUE(never_played(takes, kTwoBars).empty());
  const Take half = testing::make_take(testing::alternating(4, 4), 100, [](std::size_t i, const Note&) {
    return testing::MadeStroke{.missed = i % 2 == 0};
  });
  const Take* halves[] = {&half};
  EXPECT_TRUE(never_played(halves, kOneBar).empty());
}

TEST(WhatBreaks, NamesTheHandAndTheBar) {
  int hands = 0, bars = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Take held = played({}, 100, seed), first = played({.left_ms = 18, .bar = 2}, 126, seed + 100),
               second = played({.left_ms = 18, .bar = 2}, 126, seed + 200);
    const Take* broken[] = {&first, &second};
    const Take* clean[] = {&held};
    const WhatBreaks what = what_breaks(broken, clean, norms());
    hands += what.limb && what.hand == Hand::left;
    bars += what.bar == 2;
  }
  EXPECT_GE(hands, 18);
  EXPECT_GE(bars, 18);
}

TEST(WhatBreaks, NamesNothingWhereEverythingWidensAlike) {
  int named = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Take held = played({}, 100, seed), wide = played({.right_ms = 20, .left_ms = 20}, 126, seed + 100);
    const Take* broken[] = {&wide};
    const Take* clean[] = {&held};
    const WhatBreaks what = what_breaks(broken, clean, norms());
    named += what.limb || what.bar > 0;
  }
  EXPECT_LE(named, 6);
  EXPECT_FALSE(what_breaks({}, {}, norms()).limb);
}

}  // namespace
}  // namespace firstchair::teacher
