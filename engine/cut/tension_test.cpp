#include "engine/cut/tension.h"

#include <gtest/gtest.h>

namespace firstchair::cut {
namespace {

std::vector<Mark> strokes(double from_s, double to_s, double every_s, double strength) {
  std::vector<Mark> marks;
  for (double at = from_s; at < to_s; at += every_s) marks.push_back({.at_s = at, .strength = strength});
  return marks;
}

//  0 ..... 20 s: a stroke every half second    20 ..... 40 s: eight a second, stronger
TEST(Tension, MoreAndStrongerStrokesAreMore) {
  std::vector<Mark> marks = strokes(0, 20, .5, .4);
  for (const Mark& mark : strokes(20, 40, .125, .8)) marks.push_back(mark);
  const std::vector<TensionPoint> points = tension_of(marks, 0, 40);
  EXPECT_EQ(points.front().at_s, 0);
  EXPECT_EQ(points.back().at_s, 40);
  EXPECT_LT(tension_at(points, 10), .4);
  EXPECT_GT(tension_at(points, 30), .6);
  for (const TensionPoint& point : points) {
    EXPECT_GE(point.tension, 0);
    EXPECT_LE(point.tension, 1);
  }
}

TEST(Tension, LouderRecordingsAreNotTenser) {
  std::vector<Mark> marks = strokes(0, 30, .3, .2);
  for (std::size_t i = 0; i < marks.size(); ++i) marks[i].strength += .001 * static_cast<double>(i % 17);
  std::vector<Mark> louder = marks;
  for (Mark& mark : louder) mark.strength *= 2;
  const auto a = tension_of(marks, 0, 30), b = tension_of(louder, 0, 30);
  for (std::size_t k = 0; k < a.size(); ++k) EXPECT_NEAR(a[k].tension, b[k].tension, 1e-9);
}

TEST(Tension, SilenceIsInTheMiddle) {
  for (const TensionPoint& point : tension_of({}, 0, 10)) EXPECT_EQ(point.tension, .5);
  EXPECT_EQ(tension_at({}, 3), .5);
}

TEST(Tension, ATypedCurveIsReadOnLines) {
  const std::vector<TensionPoint> typed{{0, .2}, {90, 1}};
  EXPECT_NEAR(tension_at(typed, 45), .6, 1e-12);
  EXPECT_EQ(tension_at(typed, -5), .2);
  EXPECT_EQ(tension_at(typed, 200), 1);
}

TEST(Tension, ItRisesToTheEndWhereTheStyleSaysSo) {
  const std::vector<Mark> marks = strokes(0, 60, .5, .5);
  const auto flat = tension_of(marks, 0, 60), rising = tension_of(marks, 0, 60, {.rise = .5});
  EXPECT_LT(rising.front().tension, flat.front().tension);
  EXPECT_GT(rising.back().tension, rising.front().tension + .3);
}

}  // namespace
}  // namespace firstchair::cut
