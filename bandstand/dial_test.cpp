#include "bandstand/dial.h"

#include <gtest/gtest.h>

namespace firstchair::bandstand {
namespace {

TEST(Dial, FollowsAsAskedWhereTheDelayIsKnownOrAnEKitPlays) {
  EXPECT_EQ(set_dial({.follow = 80, .measured = true}).follow, 80);
  EXPECT_EQ(set_dial({.follow = 80, .midi = true, .measured = false}).follow, 80);
  EXPECT_EQ(set_dial({.follow = 25, .measured = false}).text, "");
}

TEST(Dial, WithoutAKnownDelayItIsSetTo25AndSaysSo) {
  const Dial dial = set_dial({.follow = 26, .measured = false});
  EXPECT_EQ(dial.follow, 25);
  EXPECT_EQ(dial.text,
            "The delay is not known: follow is set to 25. Setup measures it; an e-kit needs none.");
}

TEST(Dial, NewsThatAreABeatOldAreNotFollowed) {
  EXPECT_EQ(set_dial({.follow = 60, .late_ms = 299, .bpm = 200}).follow, 60);
  const Dial dial = set_dial({.follow = 60, .midi = true, .late_ms = 300, .bpm = 200});
  EXPECT_EQ(dial.follow, 25);
  EXPECT_NE(dial.text.find("300 ms late (Bluetooth?)"), std::string::npos) << dial.text;
}

}  // namespace
}  // namespace firstchair::bandstand
