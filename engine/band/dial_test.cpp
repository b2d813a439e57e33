#include "engine/band/dial.h"

#include <gtest/gtest.h>

namespace firstchair::band {
namespace {

TEST(Dial, FollowsAsAskedWhereTheDelayIsKnown) {
  for (const double follow : {0., 25., 26., 80., 100.}) {
    const Dial dial = set_dial({.follow = follow, .delay_known = true});
    EXPECT_EQ(dial.follow, follow);
    EXPECT_EQ(dial.rule, DialRule::as_asked);
  }
}

TEST(Dial, WithoutAKnownDelayItGoesTo25AndNoFurther) {
  EXPECT_EQ(set_dial({.follow = 25, .delay_known = false}).rule, DialRule::as_asked);
  EXPECT_EQ(set_dial({.follow = 10, .delay_known = false}).follow, 10);
  const Dial dial = set_dial({.follow = 26, .delay_known = false});
  EXPECT_EQ(dial.follow, 25);
  EXPECT_EQ(dial.rule, DialRule::delay_not_known);
}

//  200 BPM: a beat is 300 ms; the ear takes 12 of them, so the sound may take less than 288
TEST(Dial, NewsThatAreABeatOldAreNotFollowed) {
  EXPECT_EQ(set_dial({.follow = 60, .sound_ms = 287.9, .bpm = 200}).follow, 60);
  const Dial dial = set_dial({.follow = 60, .sound_ms = 288, .bpm = 200});
  EXPECT_EQ(dial.follow, 25);
  EXPECT_EQ(dial.rule, DialRule::too_late);
  EXPECT_EQ(dial.late_ms, 300);
  // An e-kit's round trip may be negative: it is no news from the future.
  EXPECT_EQ(set_dial({.follow = 60, .sound_ms = -500, .bpm = 200}).late_ms, kHearing_ms);
}

}  // namespace
}  // namespace firstchair::band
