#include "engine/judge/chart_played.h"

#include <gtest/gtest.h>

namespace firstchair::judge {
namespace {

Alignment of(int matched, int missed, int extra) {
  Alignment alignment;
  for (int i = 0; i < matched; ++i) alignment.matches.push_back({.kind = MatchKind::matched});
  for (int i = 0; i < missed; ++i) alignment.matches.push_back({.kind = MatchKind::missed});
  for (int i = 0; i < extra; ++i) alignment.matches.push_back({.kind = MatchKind::extra});
  return alignment;
}

TEST(ChartPlayed, LeavingOutALineOrAddingGhostsIsStillTheChart) {
  EXPECT_TRUE(chart_is_played(of(120, 192, 0), 120, SourceKind::midi));  // no hat at all
  EXPECT_TRUE(chart_is_played(of(312, 0, 96), 408, SourceKind::midi));
  EXPECT_TRUE(chart_is_played(of(312, 0, 0), 312, SourceKind::midi));
}

TEST(ChartPlayed, StrokesAndNotesThatDoNotAnswerEachOtherAreAnotherGroove) {
  EXPECT_FALSE(chart_is_played(of(200, 112, 120), 320, SourceKind::midi));
  EXPECT_FALSE(chart_is_played(of(0, 312, 300), 300, SourceKind::midi));
  EXPECT_TRUE(chart_is_played(of(200, 112, 120), 320, SourceKind::audio));  // an ear may have done that
  EXPECT_FALSE(chart_is_played(of(100, 212, 220), 320, SourceKind::audio));
}

TEST(ChartPlayed, AFewStrokesAreNeverToldToBeAnotherGroove) {
  EXPECT_TRUE(chart_is_played(of(1, 7, 20), 21, SourceKind::midi));
  EXPECT_TRUE(chart_is_played({}, 0, SourceKind::midi));
}

TEST(ChartPlayed, ExplainsTheShareOfStrokesAndNotesThatAnswerEachOther) {
  EXPECT_DOUBLE_EQ(explained(of(8, 2, 0)), 16.0 / 18);
  EXPECT_DOUBLE_EQ(explained(of(0, 2, 2)), 0);
  EXPECT_DOUBLE_EQ(explained({}), 1);
}

}  // namespace
}  // namespace firstchair::judge
