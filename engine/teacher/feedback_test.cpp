#include "engine/teacher/feedback.h"

#include <gtest/gtest.h>

namespace firstchair::teacher {
namespace {

TEST(Feedback, FadesAsTheSpreadFalls) {
  EXPECT_EQ(told_every(0), 1);
  EXPECT_EQ(told_every(1.5), 1);
  EXPECT_EQ(told_every(1.2), 2);
  EXPECT_EQ(told_every(0.9), 4);
  EXPECT_TRUE(tells(0, 0.9));
  EXPECT_FALSE(tells(3, 0.9));
  EXPECT_TRUE(tells(4, 0.9));
  EXPECT_TRUE(tells(3, 1.5));
}

TEST(Feedback, HearsALeanOnlyWhereTheIntervalExcludesTheBand) {
  EXPECT_EQ(heard_lean(-20, -11), SaidLean::early);
  EXPECT_EQ(heard_lean(-20, -9), SaidLean::even);
  EXPECT_EQ(heard_lean(11, 30), SaidLean::late);
  EXPECT_EQ(said_of("late"), SaidLean::late);
  EXPECT_EQ(said_of("e"), SaidLean::early);
  EXPECT_FALSE(said_of("dunno"));
}

TEST(Feedback, AsksAboutTheLineWithTheMostStrokes) {
  Verdict v;
  EXPECT_EQ(asked_about(v), nullptr);
  v.metrics.resize(3);
  v.metrics[0].n = 32;
  v.metrics[1].n = 64;
  v.metrics[2].n = 128;
  v.metrics[2].standing = Standing::too_few;
  EXPECT_EQ(asked_about(v), &v.metrics[1]);
}

}  // namespace
}  // namespace firstchair::teacher
