#include "songs/beats/beat_map.h"

#include <gtest/gtest.h>

namespace firstchair::songs {
namespace {

std::string wrong(std::string_view text) {
  const Result<BeatMap> map = read_beat_map(text);
  return map ? "read" : map.error().line();
}

//  seconds  .5 1 1.5 2  2.5 3.1 3.7     bars of three, the last one broken off
TEST(BeatMap, BarsAndTempiAreThoseOfTheBeats) {
  const Result<BeatMap> map = read_beat_map(
      "seconds,bar,beat\n0.5,1,1\n1,1,2\n1.5,1,3\n# the verse\n2,2,1\r\n2.5,2,2\n3.1,2,3\n3.7,3,1\n");
  ASSERT_TRUE(map) << map.error().line();
  EXPECT_EQ(map->first_s, .5);
  ASSERT_EQ(map->song.meters.size(), 1u);
  EXPECT_EQ(map->song.meters[0].beats, 3);
  EXPECT_EQ(map->song.length, 9 * kTicksPerQuarter);
  ASSERT_EQ(map->song.tempi.size(), 6u);
  EXPECT_DOUBLE_EQ(map->song.tempi[0].bpm, 120);
  EXPECT_NEAR(map->song.tempi[5].bpm, 100, 1e-9);
  EXPECT_EQ(band::check_song(map->song), "");
}

TEST(BeatMap, BeatsBeforeTheFirstBarLineAreAPickUp) {
  const Result<BeatMap> map = read_beat_map("1,0,4\n1.5,1,1\n2,1,2\n2.5,1,3\n3,1,4\n3.5,2,1\n");
  ASSERT_TRUE(map);
  EXPECT_EQ(map->first_s, 1.5);
  EXPECT_EQ(map->song.length, 2 * kTicksPerWhole);
}

TEST(BeatMap, SecondsAloneAreBarsOfFour) {
  const Result<BeatMap> map = read_beat_map("1\n1.5\n2\n2.5\n3\n");
  ASSERT_TRUE(map);
  EXPECT_EQ(map->song.length, 2 * kTicksPerWhole);
}

TEST(BeatMap, WhatIsNoMapIsRefusedWithItsPlace) {
  EXPECT_EQ(wrong(""), "the beat map has fewer than 2 beats.");
  EXPECT_EQ(wrong("1.5,1,1\n"), "the beat map has fewer than 2 beats.");
  EXPECT_EQ(wrong("3\n2\n1\n"), "the beat map goes back in time at 2.0 s.");
  EXPECT_EQ(wrong("61\n61.3\n61.45\n"), "the beat map has 2 beats closer than 200 ms at 61.3 s.");
  EXPECT_EQ(wrong("1\n2\n9\n"), "the beat map has no beat for more than 3 s at 2.0 s.");
  EXPECT_EQ(wrong("1\n2\nthree\n"),
            "line 3: no second stands there. Write \"seconds,bar,beat\", or seconds alone.");
  EXPECT_EQ(wrong("1,1,2\n2,1,3\n3,2,1\n"), "the beat map has one bar line and no beat after it.");
  EXPECT_NE(wrong("MThd"), "read");
  std::string long_bar = "0,1,1\n";
  for (int k = 1; k < 80; ++k) long_bar += std::to_string(k) + ",1,2\n";
  EXPECT_EQ(wrong(long_bar), "the beat map has a bar of 80 beats at 0.0 s.");
}

}  // namespace
}  // namespace firstchair::songs
