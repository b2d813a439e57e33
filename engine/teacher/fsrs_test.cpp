#include "engine/teacher/fsrs.h"

#include <gtest/gtest.h>

#include "engine/stats/stats.h"
#include "testing/chance.h"

namespace firstchair::teacher {
namespace {

constexpr std::int64_t kDay = 86400;

// New, Good: S 2.3065, D 2.1181; after three days R 0.8809; Good: S 13.827; Again: 0.6369.
TEST(Fsrs, GivesThePublishedNumbers) {
  const Memory first = review({}, Recall::good, 0);
  EXPECT_NEAR(first.stability, 2.3065, 1e-9);
  EXPECT_NEAR(first.difficulty, 2.1181, 1e-4);
  EXPECT_NEAR(recall_probability(first, 3), 0.8809, 1e-4);
  EXPECT_NEAR(review(first, Recall::good, 3).stability, 13.827, 1e-3);
  EXPECT_NEAR(review(first, Recall::again, 3).stability, 0.6369, 1e-4);
}

TEST(Fsrs, RecallIsNineInTenAfterTheStability) {
  for (const double s : {0.5, 2.0, 30.0}) {
    EXPECT_NEAR(recall_probability({.stability = s, .difficulty = 5}, s), 0.9, 1e-9);
    EXPECT_NEAR(days_until({.stability = s, .difficulty = 5}, 0.9), s, 1e-9);
  }
}

TEST(Fsrs, ABetterRetestWaitsLonger) {
  const Memory m{.stability = 5, .difficulty = 5};
  EXPECT_LT(review(m, Recall::again, 5).stability, 5);
  EXPECT_LT(review(m, Recall::hard, 5).stability, review(m, Recall::good, 5).stability);
  EXPECT_LT(review(m, Recall::good, 5).stability, review(m, Recall::easy, 5).stability);
  EXPECT_GE(review(m, Recall::good, 0.2).stability, 5);
  EXPECT_EQ(grade_of(0.89), Recall::again);
  EXPECT_EQ(grade_of(0.96), Recall::hard);
  EXPECT_EQ(grade_of(1.0), Recall::good);
  EXPECT_EQ(grade_of(1.04), Recall::easy);
}

TEST(Fsrs, ARetestIsEnteredAndDueAgainWithinThreeWeeks) {
  History h;
  enter_retest(h, "a", 1.0, kDay);
  ASSERT_EQ(h.retests.size(), 1u);
  EXPECT_GE(h.retests[0].due_s, 2 * kDay);
  for (int i = 1; i < 12; ++i) enter_retest(h, "a", 1.05, h.retests[0].due_s);
  EXPECT_EQ(h.retests.size(), 1u);
  EXPECT_EQ(h.retests[0].due_s - h.retests[0].last_s, 21 * kDay);
  EXPECT_EQ(h.reviews.size(), 12u);
  EXPECT_EQ(h.reviews[0].predicted, 0);
  EXPECT_GT(h.reviews[1].predicted, 0.8);
}

// 200 retests of which half are held whatever was foretold: the rule drops FSRS, and 1, 3, 7, 14 days follow.
TEST(Fsrs, IsDroppedWhenItForetellsNothing) {
  testing::Chance chance(1);
  std::vector<Review> blind, sighted;
  for (int i = 0; i < 250; ++i) {
    const double p = stats::normal_cdf(chance.normal());
    const double foretold = 0.05 + 0.9 * p;
    blind.push_back({.item = "a", .grade = chance.normal() > 0 ? 3 : 1, .predicted = foretold});
    sighted.push_back(
        {.item = "a", .grade = stats::normal_cdf(chance.normal()) < foretold ? 3 : 1, .predicted = foretold});
  }
  EXPECT_TRUE(fsrs_foretells(std::span(blind).first(199)));
  EXPECT_FALSE(fsrs_foretells(blind));
  EXPECT_TRUE(fsrs_foretells(sighted));
  for (int i = 0; i < 2; ++i) blind.push_back({.item = "b", .grade = 3, .predicted = 0.5});
  EXPECT_EQ(retest_days({.stability = 100, .difficulty = 5}, blind, "b"), 7);
  EXPECT_EQ(retest_days({.stability = 100, .difficulty = 5}, blind, "c"), 1);
}

}  // namespace
}  // namespace firstchair::teacher
