#include "practice/limit_policy.h"

#include <gtest/gtest.h>

#include <cmath>

#include "testing/judge/made_take.h"

namespace firstchair::practice {
namespace {

TEST(LimitPolicy, BeginsWhereThePlayerSaysElseWhereTheLastSearchEndedElseAtTheChartsTempo) {
  const teacher::LimitConfig nothing = begin_search({});
  EXPECT_EQ(nothing.prior_bpm, teacher::LimitConfig{}.prior_bpm);
  EXPECT_EQ(begin_search({.written_bpm = 92}).prior_bpm, 92);
  const teacher::LimitConfig known = begin_search({.written_bpm = 92, .known = {7, 0.1}});
  EXPECT_NEAR(known.prior_bpm, 128, 1e-9);
  EXPECT_EQ(known.prior_sd_oct, kReturningSd);
  EXPECT_EQ(known.prior_sigma_oct, 0.1);
  const teacher::LimitConfig asked = begin_search({.asked_bpm = 150, .written_bpm = 92, .known = {7, 0.1}});
  EXPECT_EQ(asked.prior_bpm, 150);
  EXPECT_EQ(asked.prior_sd_oct, nothing.prior_sd_oct) << "a guess is no measurement";
  EXPECT_EQ(asked.prior_sigma_oct, 0.1) << "the slope is the player's own all the same";
}

TEST(LimitPolicy, NoSearchBeginsOutsideItsTempi) {
  EXPECT_EQ(begin_search({.written_bpm = 20}).prior_bpm, kLowestLimit);
  EXPECT_EQ(begin_search({.written_bpm = 400}).prior_bpm, kHighestLimit);
  EXPECT_EQ(begin_search({.known = {9, 0}}).prior_bpm, kHighestLimit);
}

TEST(LimitPolicy, TheLatestLimitOfTheItemIsTheKnownOne) {
  History history;
  history.limits = {{.item = "a", .t50 = 6.5, .sigma_oct = 0.05},
                    {.item = "b", .t50 = 8, .sigma_oct = 0.2},
                    {.item = "a", .t50 = 6.75, .sigma_oct = 0.08}};
  EXPECT_EQ(known_limit(history, "a").log2_bpm, 6.75);
  EXPECT_EQ(known_limit(history, "a").sigma_oct, 0.08);
  EXPECT_EQ(known_limit(history, "c").log2_bpm, 0);
}

TEST(LimitPolicy, ALetterOfEitherCaseIsASpread) {
  EXPECT_EQ(*spread_of_letter("C", "letter C"), 1.33);
  EXPECT_EQ(*spread_of_letter("b", "letter b"), 1.0);
  for (const char* wrong : {"", "E", "CC", "3"}) {
    const Result<double> z = spread_of_letter(wrong, std::string("--letter ") + wrong);
    ASSERT_FALSE(z) << wrong;
    EXPECT_EQ(z.error().code, ErrorCode::usage);
    EXPECT_EQ(z.error().place, std::string("--letter ") + wrong);
  }
}

TEST(LimitPolicy, AnExcerptIsEightBarsOrAsManyPassesAsWereAsked) {
  const Chart chart = testing::alternating(6, 4, Voice::snare);
  const auto passes = [&](DrillRange range) { return excerpt_range(chart, range).times; };
  EXPECT_EQ(passes({.times = 0}), 2);                      // of 6 bars
  EXPECT_EQ(passes({.from = 2, .to = 2, .times = 0}), 8);  // of 1
  EXPECT_EQ(passes({.from = 4, .times = 0}), 3);           // of 3, to the end
  EXPECT_EQ(passes({.from = 9, .times = 0}), 8);           // no such bars: plan_drill says so
  EXPECT_EQ(passes({.times = 5}), 5);
  const Chart song = testing::alternating(40, 4, Voice::snare);
  EXPECT_EQ(excerpt_range(song, {.times = 0}).times, 1);
}

TEST(LimitPolicy, NothingInAnExcerptsClickHelpsOrHinders) {
  const ClickPlan wild{.rate = 44100,
                       .bpm = 55,
                       .start = 700,
                       .count_in_bars = 3,
                       .subdivision = 4,
                       .offbeat = true,
                       .gap_on = 1,
                       .gap_off = 1,
                       .mute_share = 0.5,
                       .ramp = {.bars = 2, .step_bpm = 4, .limit_bpm = 200}};
  const ClickPlan plain = excerpt_click(wild, 132);
  EXPECT_EQ(plain.rate, 44100);
  EXPECT_EQ(plain.start, 700);
  EXPECT_EQ(plain.bpm, 132);
  EXPECT_EQ(plain.count_in_bars, 1);
  EXPECT_EQ(plain.subdivision, 1);
  EXPECT_FALSE(plain.offbeat);
  EXPECT_EQ(plain.gap_on + plain.gap_off, 0);
  EXPECT_EQ(plain.mute_share, 0);
  EXPECT_EQ(plain.ramp.bars, 0);
}

// A drill of 8 bars at `bpm` as far as a search looks at it.
DrillPlan excerpt_at(const Chart& chart, double bpm) {
  return *plan_drill(chart, excerpt_range(chart, {.times = 0}), excerpt_click({}, bpm));
}

TrialOutcome add(LimitFinder& finder, const DrillPlan& plan) {
  return finder.add_excerpt(
      testing::make_take(plan.chart, plan.click.bpm,
                         [](std::size_t, const Note&) { return testing::MadeStroke{}; }),
      {}, plan);
}

// An excerpt of 32 bars of 4/4: 128 beats.
TEST(LimitPolicy, TenMinutesOverNineTenthsOfTheLimitAreEnoughForADay) {
  const Chart chart = testing::alternating(32, 4, Voice::snare);
  LimitFinder finder(begin_search({.asked_bpm = 60, .most_takes = kMostLimitTakes}), judge::Norms{}, 1.33);
  EXPECT_EQ(guard_of(finder, {}, 0).halt, Halt::none);
  double minutes = 0;
  Advice advice;
  while (minutes < 10) {
    ASSERT_EQ(advice.halt, Halt::none) << minutes;
    // The limit as the search knows it rises with every take that holds: play above it.
    const double bpm = std::ceil(finder.limit().estimate().bpm);
    add(finder, excerpt_at(chart, bpm));
    minutes += 128 / bpm;
    EXPECT_NEAR(finder.speed_minutes(), minutes, 1e-3);
    advice = guard_of(finder, {}, 0);
  }
  EXPECT_EQ(advice.halt, Halt::speed_full);
  EXPECT_TRUE(advice.may_override);
  EXPECT_EQ(advice.limit, 10);
  EXPECT_NEAR(advice.played, minutes, 1e-3);
}

TEST(LimitPolicy, ARecordingAndASlowTakeAreNoSpeedWork) {
  const Chart chart = testing::alternating(8, 4, Voice::snare);
  LimitFinder finder(begin_search({.asked_bpm = 150}), judge::Norms{}, 1.33);
  add(finder, excerpt_at(chart, 80));
  finder.add_recording(
      testing::make_take(chart, 200, [](std::size_t, const Note&) { return testing::MadeStroke{}; }), 200);
  EXPECT_EQ(finder.speed_minutes(), 0);
  EXPECT_EQ(finder.takes(), 2);
}

// Pain that the book knows of ends a search as it ends everything; it is looked up once there was speed work.
TEST(LimitPolicy, TheGuardKnowsTheHistoryToo) {
  const Chart chart = testing::alternating(8, 4, Voice::snare);
  History history;
  KeptTake& sore = history.takes.emplace_back();
  sore.began_s = 1000;
  sore.minutes = 1;
  sore.pain = 5;
  LimitFinder finder(begin_search({.asked_bpm = 100}), judge::Norms{}, 1.33);
  EXPECT_EQ(guard_of(finder, history, 1100).halt, Halt::none);
  add(finder, excerpt_at(chart, 200));
  const Advice advice = guard_of(finder, history, 1100);
  EXPECT_EQ(advice.halt, Halt::pain);
  EXPECT_FALSE(advice.may_override);
}

TEST(LimitPolicy, TheCoolDownIsTheWorkingTempoInWholeBeats) {
  LimitFinder finder(begin_search({.asked_bpm = 123}), judge::Norms{}, 1.33);
  const double work = finder.limit().estimate().work_bpm;
  EXPECT_EQ(cool_down_bpm(finder.limit()), std::round(work));
  EXPECT_LT(work, finder.limit().estimate().bpm);
}

}  // namespace
}  // namespace firstchair::practice
