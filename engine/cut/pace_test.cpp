#include "engine/cut/pace.h"

#include <gtest/gtest.h>

namespace firstchair::cut {
namespace {

// Half as fast, held for half a second where the take is at 11:
//
//   take    10        11 held  11        12
//   film     0 ------- 2 ----- 2.5 ----- 4.5
TEST(Pace, AFilmThatIsHeldGoesOnBehind) {
  const Pace pace{.speed = .5, .hold_at_s = 11, .hold_s = .5};
  EXPECT_DOUBLE_EQ(film_time(pace, 10, 10), 0);
  EXPECT_DOUBLE_EQ(film_time(pace, 10, 11), 2);
  EXPECT_DOUBLE_EQ(film_time(pace, 10, 11.5), 3.5);
  EXPECT_DOUBLE_EQ(film_length(pace, 10, 12), 4.5);
  EXPECT_DOUBLE_EQ(take_time(pace, 10, 2), 11);
  EXPECT_DOUBLE_EQ(take_time(pace, 10, 2.3), 11);
  EXPECT_DOUBLE_EQ(take_time(pace, 10, 2.5), 11);
  EXPECT_DOUBLE_EQ(take_time(pace, 10, 3.5), 11.5);
  for (const double film_s : {1.9, 2.6}) EXPECT_FALSE(is_held(pace, 10, film_s)) << film_s;
  for (const double film_s : {2.01, 2.49}) EXPECT_TRUE(is_held(pace, 10, film_s)) << film_s;
}

TEST(Pace, WhatIsHeldElsewhereChangesNothing) {
  for (const double hold_at : {9.9, 12.0}) {
    const Pace pace{.speed = .25, .hold_at_s = hold_at, .hold_s = .5};
    EXPECT_DOUBLE_EQ(film_length(pace, 10, 12), 8);
    EXPECT_DOUBLE_EQ(take_time(pace, 10, 6), 11.5);
  }
}

TEST(Pace, TakeTimeIsTheInverseOfFilmTime) {
  const Pace pace{.speed = .25, .hold_at_s = 3.3, .hold_s = .5};
  for (double at = 1; at < 7; at += .137)
    EXPECT_NEAR(take_time(pace, 1, film_time(pace, 1, at)), at, 1e-12) << at;
}

}  // namespace
}  // namespace firstchair::cut
