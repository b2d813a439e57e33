#include "engine/teacher/planner.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "engine/teacher/fsrs.h"
#include "engine/teacher/practice_tempo.h"
#include "testing/teacher/simulated_year.h"

namespace firstchair::teacher {
namespace {

constexpr std::int64_t kDay = 86400, kNow = 50 * kDay + 64800;

const std::vector<PracticeItem> kItems{{.item = "a", .title = "A", .minutes = 1, .from_bar = 3, .to_bar = 4},
                                       {.item = "b", .title = "B", .minutes = 1},
                                       {.item = "c", .title = "C", .minutes = 1},
                                       {.item = "d", .title = "D", .minutes = 1},
                                       {.item = "e", .title = "E", .minutes = 1}};

// a to d are below their goals by 40, 20, 10 and 5 a minute, e is 20 above.
History history() {
  History h;
  const double level[] = {80, 100, 110, 115, 140};
  for (std::size_t i = 0; i < kItems.size(); ++i) {
    h.limits.push_back({.item = kItems[i].item,
                        .began_s = kNow - 2 * kDay,
                        .t50 = std::log2(level[i]),
                        .sd_oct = 0.03,
                        .sigma_oct = 0.08,
                        .takes = 9});
    h.goals.push_back({.item = kItems[i].item, .bpm = 120});
  }
  return h;
}

KeptTake take(std::int64_t at_s, const std::string& item, double bpm, bool clean, double minutes = 1) {
  KeptTake t;
  t.began_s = at_s;
  t.item = item;
  t.bpm = bpm;
  t.clean = clean;
  t.minutes = minutes;
  t.click = true;
  t.mode = Mode::drill;
  return t;
}

const Step* first(const Plan& plan, StepKind kind) {
  for (const Step& s : plan.steps) {
    if (s.kind == kind) return &s;
  }
  return nullptr;
}

TEST(Plan, HasEveryPartInItsOrderAndItsMinutes) {
  History h = history();
  h.retests.push_back(
      {.item = "e", .stability = 2.3, .difficulty = 2.1, .last_s = kNow - 5 * kDay, .due_s = kNow - kDay});
  const Plan plan = plan_today(h, kItems, kNow, 30);
  std::vector<StepKind> order;
  std::set<int> blocks;
  double playing = 0;
  for (const Step& s : plan.steps) {
    if (s.kind == StepKind::work) blocks.insert(s.block);
    if (s.kind != StepKind::rest) playing += s.minutes;
    if (s.kind != StepKind::rest && (order.empty() || order.back() != s.kind)) order.push_back(s.kind);
  }
  EXPECT_EQ(order, (std::vector{StepKind::warm_up, StepKind::retest, StepKind::work, StepKind::own_time,
                                StepKind::full_take}));
  EXPECT_EQ(blocks, (std::set{1, 2}));
  EXPECT_NEAR(playing, 30, 1e-6);
  EXPECT_NEAR(plan.playing, 30, 1e-6);
  EXPECT_NEAR(plan.total, 35, 1e-6);  // one rest
  EXPECT_EQ(first(plan, StepKind::rest)->minutes, 5);
}

TEST(Plan, CarriesTheFactThatPutEachStepThere) {
  History h = history();
  h.retests.push_back(
      {.item = "e", .stability = 2.3, .difficulty = 2.1, .last_s = kNow - 5 * kDay, .due_s = kNow - kDay});
  const Plan plan = plan_today(h, kItems, kNow, 30);
  const Step* warm = first(plan, StepKind::warm_up);
  EXPECT_EQ(warm->bpm, 48);  // 60 % of the slowest item's 80
  const Step* retest = first(plan, StepKind::retest);
  EXPECT_EQ(retest->item, "e");
  EXPECT_EQ(retest->because, Because::due);
  EXPECT_EQ(retest->other, 5);
  EXPECT_NEAR(retest->value, 84, 1);
  const Step* work = first(plan, StepKind::work);
  EXPECT_EQ(work->because, Because::below_goal);
  EXPECT_EQ(work->other, 120);
  EXPECT_LT(work->low, work->value);
  EXPECT_GT(work->high, work->value);
  EXPECT_EQ(first(plan, StepKind::own_time)->value, -1);
  EXPECT_EQ(first(plan, StepKind::own_time)->gap_off, 1);
}

TEST(Plan, StartsWhereEightyFiveOfAHundredTakesHoldInTheNamedBars) {
  for (const Step& s : plan_today(history(), kItems, kNow, 30).steps) {
    if (s.kind != StepKind::work || s.item != "a") continue;
    EXPECT_EQ(s.bpm, std::round(80 * std::exp2(-1.16 * 0.08)));
    EXPECT_EQ(s.from_bar, 3);
    EXPECT_EQ(s.to_bar, 4);
    EXPECT_GT(s.target_bpm, s.bpm);
    EXPECT_EQ(s.count, 4);
    return;
  }
  ADD_FAILURE() << "a is not in the plan";
}

TEST(Plan, LetsItemsTakeTurnsAndLeavesOutWhatIsAtItsGoal) {
  const Plan plan = plan_today(history(), kItems, kNow, 40);
  std::string last;
  std::set<std::string> worked;
  for (const Step& s : plan.steps) {
    if (s.kind != StepKind::work) continue;
    EXPECT_NE(s.item, last);
    last = s.item;
    worked.insert(s.item);
  }
  EXPECT_EQ(worked, (std::set<std::string>{"a", "b", "c", "d"}));
}

TEST(Plan, AnItemThatBreaksInMostTakesGetsTwoTurnsRunning) {
  History h = history();
  for (int i = 0; i < 6; ++i) h.takes.push_back(take(kNow - kDay + 60 * i, "a", 74, i == 0));
  const Plan plan = plan_today(h, kItems, kNow, 40);
  std::string turns;
  for (const Step& s : plan.steps) {
    if (s.kind == StepKind::work)
      turns += std::string(static_cast<std::size_t>(std::lround(s.minutes / 4)), s.item[0]);
  }
  EXPECT_NE(turns.find("aa"), std::string::npos) << turns;
  EXPECT_EQ(turns.find("bb"), std::string::npos) << turns;
}

TEST(Plan, AnItemNobodyMeasuredComesFirst) {
  History h = history();
  h.limits.erase(h.limits.begin());
  const Plan plan = plan_today(h, kItems, kNow, 30);
  EXPECT_EQ(first(plan, StepKind::work)->item, "a");
  EXPECT_EQ(first(plan, StepKind::work)->because, Because::not_measured);
}

// Law: never more than asked for, never more than the guard leaves, whatever the minutes.
TEST(Plan, KeepsToTheMinutesAndTheGuard) {
  for (double minutes = 0; minutes <= 120; minutes += 1) {
    const Plan plan = plan_today(history(), kItems, kNow, minutes);
    EXPECT_LE(plan.playing, minutes + 1e-6) << minutes;
    EXPECT_EQ(plan.steps.empty(), minutes < 5) << minutes;
    double since_rest = 0;
    for (const Step& s : plan.steps) {
      EXPECT_GT(s.minutes, 0) << minutes;
      since_rest = s.kind == StepKind::rest ? 0 : since_rest + s.minutes;
      EXPECT_LE(since_rest, 25 + 1e-6) << minutes;
    }
  }
  History h = history();
  for (int d = 14; d >= 1; --d) h.takes.push_back(take(kNow - d * kDay, "a", 80, true, 40));
  h.takes.push_back(take(kNow - 3600, "a", 80, true, 40));
  EXPECT_NEAR(plan_today(h, kItems, kNow, 60).playing, 12, 1e-6);  // of 1.3 x 40
  EXPECT_TRUE(plan_today(history(), {}, kNow, 30).steps.empty());
}

TEST(Plan, FollowsWhatWasReallyPlayed) {
  const Plan plan = plan_today(history(), kItems, kNow, 30);
  History h = history();
  const Step& work = *first(plan, StepKind::work);
  h.takes.push_back(take(kNow - 60, work.item, work.bpm, true));  // before the plan
  h.takes.push_back(take(kNow + 60, "z", 48, true, 5));           // slow: the warm-up
  for (int i = 0; i < 4; ++i) h.takes.push_back(take(kNow + 400 + 60 * i, work.item, work.bpm + 2, i != 1));
  h.takes.push_back(take(kNow + 900, "z", 180, true));
  const PlanDone done = follow_plan(plan, h, kNow, kNow + 3600);
  EXPECT_TRUE(done.steps[0].ended);
  const auto at = static_cast<std::size_t>(&work - plan.steps.data());
  EXPECT_EQ(done.steps[at].takes, 4);
  EXPECT_EQ(done.steps[at].clean, 3);
  EXPECT_EQ(done.steps[at].best_bpm, work.bpm + 2);
  EXPECT_EQ(done.beside, 1);
  EXPECT_NEAR(done.minutes, 10, 1e-9);
}

TEST(Plan, ARetestIsGradedByItsTwoColdTakes) {
  const auto graded = [](std::vector<bool> held, double faster) {
    History h = history();
    h.retests.push_back(
        {.item = "e", .stability = 5, .difficulty = 3, .last_s = kNow - 9 * kDay, .due_s = kNow - kDay});
    const Plan plan = plan_today(h, kItems, kNow, 30);
    std::int64_t at = kNow;
    for (const bool clean : held)
      h.takes.push_back(take(at += 60, "e", first(plan, StepKind::retest)->bpm * faster, clean));
    enter_retests(plan, h, kNow, kNow + 3600);
    return h.reviews.empty() ? 0 : h.reviews.back().grade;
  };
  EXPECT_EQ(graded({true}, 1), 3);
  EXPECT_EQ(graded({true}, 1.1), 4);
  EXPECT_EQ(graded({false, true}, 1), 2);
  EXPECT_EQ(graded({false, false}, 1), 1);
  EXPECT_EQ(graded({}, 1), 0);
}

TEST(Plan, AnItemAtItsGoalIsRetestedFromThenOn) {
  History h = history();
  consolidate(h, kNow);
  consolidate(h, kNow);
  ASSERT_EQ(h.retests.size(), 1u);
  EXPECT_EQ(h.retests[0].item, "e");
}

TEST(PracticeTempo, RisesAfterThreeOfFourAndFallsAfterTwoBroken) {
  PracticeTempo tempo(100, 106);
  for (const bool clean : {true, false, true}) tempo.played(clean);
  EXPECT_EQ(tempo.bpm(), 100);
  EXPECT_FALSE(tempo.excursion());
  tempo.played(true);
  EXPECT_EQ(tempo.bpm(), 102);
  EXPECT_EQ(*tempo.excursion(), 106);
  EXPECT_FALSE(tempo.excursion());
  tempo.played(false);
  tempo.played(false);
  EXPECT_EQ(tempo.bpm(), 96);
  for (int i = 0; i < 40; ++i) tempo.played(true);
  EXPECT_EQ(tempo.bpm(), 106);  // never above the limit
  EXPECT_EQ(*tempo.clean_share(), 1);
}

TEST(SimulatedYear, ThePlannerNeedsFewerMinutesThanRotationAndThanTheFurthestFirst) {
  double planner = 0, rotation = 0, furthest = 0;
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    planner += std::log(testing::simulate_year(testing::Chooser::planner, seed, 5, 30, 200).minutes);
    rotation += std::log(testing::simulate_year(testing::Chooser::rotation, seed, 5, 30, 200).minutes);
    furthest += std::log(testing::simulate_year(testing::Chooser::worst_first, seed, 5, 30, 200).minutes);
  }
  EXPECT_LT(planner, rotation);
  EXPECT_LT(planner, furthest);
}

}  // namespace
}  // namespace firstchair::teacher
