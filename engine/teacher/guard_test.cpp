#include "engine/teacher/guard.h"

#include <gtest/gtest.h>

namespace firstchair::teacher {
namespace {

constexpr std::int64_t kDay = 86400, kNow = 100 * kDay + 40000;

KeptTake take(std::int64_t began_s, double minutes, double pain = -1) {
  KeptTake t;
  t.began_s = began_s;
  t.minutes = minutes;
  t.pain = pain;
  return t;
}

FatigueBlock block(double spread, double level) {
  return {.spread_ms = spread, .level_db = level, .level_sd_db = 1.5, .sag_low = -1, .sag_high = 1};
}

TEST(Fatigue, TwoSignsStopAndOneDoesNot) {
  std::vector<FatigueBlock> blocks{block(14, -7), block(10, -6), block(10, -6), block(13.5, -6)};
  EXPECT_EQ(fatigue_of(blocks).signs(), 0);  // one wide block is none yet
  blocks.push_back(block(13.2, -6));
  EXPECT_TRUE(fatigue_of(blocks).spread);
  EXPECT_FALSE(fatigue_of(blocks).stop());
  blocks.push_back(block(13.2, -8.4));
  const Fatigue f = fatigue_of(blocks);
  EXPECT_TRUE(f.stop());
  EXPECT_NEAR(f.spread_percent, 32, 0.1);
  EXPECT_NEAR(f.level_drop_db, 2.4, 1e-9);
  EXPECT_EQ(fatigue_of(std::span(blocks).first(3)).signs(), 0);
}

TEST(Fatigue, SagAndAHandThatFallsBackAreSigns) {
  std::vector<FatigueBlock> blocks(5, block(10, -6));
  for (FatigueBlock& b : blocks) b.hand_gap_ms = 3;
  blocks.back().sag_low = 1;
  blocks.back().sag_high = 5;
  blocks.back().hand_gap_ms = 7;
  const Fatigue f = fatigue_of(blocks);
  EXPECT_TRUE(f.sag && f.hand && f.stop());
}

TEST(Guard, ThePainStopHoldsForTheSessionAndCannotBeOverridden) {
  History h;
  const Advice now = advise(h, kNow, {.pain = 4});
  EXPECT_EQ(now.halt, Halt::pain);
  EXPECT_FALSE(now.may_override);
  EXPECT_FALSE(now.speed_work);
  EXPECT_TRUE(now.clinician);
  h.takes = {take(kNow - 3600, 5, 4)};
  EXPECT_EQ(advise(h, kNow, {.pain = 0}).halt, Halt::pain);  // an hour later still
  EXPECT_EQ(advise(h, kNow + kDay, {.pain = 0}).halt, Halt::none);
  EXPECT_EQ(advise({}, kNow, {.numbness = true}).halt, Halt::numbness);
  EXPECT_FALSE(advise({}, kNow, {.numbness = true}).may_override);
}

TEST(Guard, PainThatWasToldInTheMorningHoldsUntilTheDayEnds) {
  const std::int64_t morning = 100 * kDay;  // local midnight
  History h;
  h.pains = {{.at_s = morning + 8 * 3600, .pain = 4}};
  const std::int64_t evening = morning + 22 * 3600;
  EXPECT_EQ(advise(h, evening, {.pain = 0, .day_began_s = morning}).halt, Halt::pain);
  EXPECT_EQ(advise(h, evening, {}).halt, Halt::none) << "where nobody knows when the day began";
  EXPECT_EQ(advise(h, morning + kDay + 8 * 3600, {.day_began_s = morning + kDay}).halt, Halt::none);
  h.pains = {{.at_s = evening, .numb = true}};
  EXPECT_EQ(advise(h, evening + 3 * 3600, {.day_began_s = morning + kDay}).halt, Halt::numbness)
      << "a session goes on over midnight";
}

TEST(Guard, PainBesideADiscardedTakeHolds) {
  History h;
  h.takes = {take(kNow - 3600, 5, 4)};
  h.takes[0].discarded = true;
  EXPECT_EQ(advise(h, kNow, {}).halt, Halt::pain);
}

TEST(Guard, PainThatRisesOnTwoDaysEndsSpeedWork) {
  History h;
  h.takes = {take(kNow - 2 * kDay, 5, 0), take(kNow - kDay, 5, 1)};
  const Advice a = advise(h, kNow, {.pain = 2});
  EXPECT_EQ(a.halt, Halt::pain_returns);
  EXPECT_FALSE(a.speed_work);
  EXPECT_TRUE(a.clinician);
  EXPECT_EQ(advise(h, kNow, {.pain = 1}).halt, Halt::none);
}

TEST(Guard, AsksForFiveMinutesAfterTwentyFiveAndTenAnHour) {
  History h;
  for (int i = 0; i < 5; ++i) h.takes.push_back(take(kNow - 1800 + 330 * i, 5));
  const Advice a = advise(h, kNow - 120, {});
  EXPECT_EQ(a.halt, Halt::rest);
  EXPECT_EQ(a.rest_minutes, 5);
  EXPECT_EQ(a.played, 25);
  EXPECT_TRUE(a.may_override);
  EXPECT_EQ(advise(h, kNow + 300, {}).halt, Halt::none);  // they were taken
  h.takes.clear();
  for (int i = 0; i < 3; ++i) h.takes.push_back(take(kNow - 4600 + 1560 * i, 20));
  const Advice hour = advise(h, kNow - 60, {});
  EXPECT_EQ(hour.halt, Halt::rest);
  EXPECT_EQ(hour.rest_minutes, 10);
}

TEST(Guard, HoldsTheDayToThreeTenthsMoreThanTheMean) {
  History h;
  for (int d = 14; d >= 1; --d) h.takes.push_back(take(kNow - d * kDay, 40));
  EXPECT_NEAR(minutes_left(h, kNow), 52, 1e-9);
  h.takes.push_back(take(kNow - 20000, 53));
  const Advice a = advise(h, kNow, {});
  EXPECT_EQ(a.halt, Halt::day_full);
  EXPECT_NEAR(a.limit, 52, 1e-9);
  EXPECT_EQ(minutes_left(h, kNow), 0);
  EXPECT_GT(minutes_left({}, kNow), 1000);  // nothing is known of a first day
}

TEST(Guard, HoldsTheWeekToATenthMoreThanTheOneBefore) {
  History h;
  for (int d = 13; d >= 7; --d) h.takes.push_back(take(kNow - d * kDay, 40));
  for (int d = 6; d >= 1; --d) h.takes.push_back(take(kNow - d * kDay, 50));
  h.takes.push_back(take(kNow - 20000, 20));
  const Advice a = advise(h, kNow, {});
  EXPECT_EQ(a.halt, Halt::week_full);
  EXPECT_NEAR(a.limit, 308, 1e-9);
}

TEST(Guard, CountsSpeedWorkByTheDay) {
  EXPECT_TRUE(advise({}, kNow, {.speed_minutes = 6}).speed_work);
  const Advice a = advise({}, kNow, {.speed_minutes = 6, .beginner = true});
  EXPECT_FALSE(a.speed_work);
  EXPECT_EQ(a.halt, Halt::speed_full);
  EXPECT_TRUE(a.may_override);
}

TEST(Guard, AClockThatJumpsBackHurtsNobody) {
  History h;
  h.takes = {take(kNow + 10 * kDay, 5), take(kNow - 5 * kDay, 5)};
  EXPECT_LE(minutes_today(h, kNow), 5);
  (void)advise(h, kNow, {.pain = 1});
}

}  // namespace
}  // namespace firstchair::teacher
