#include "practice/band/arrange.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "engine/band/song_form.h"
#include "testing/band/four_chords.h"

namespace firstchair::practice {
namespace {

constexpr Ticks kBar = kTicksPerWhole;

using testing::four_chords;

band::Style swing_style() {
  using enum band::BassRole;
  return {.name = "swing",
          .swing = 2,
          .bass = {{.notes = {{0, 1, root, 0}, {1, 1, step, 0}, {2, 1, tone, 0}, {3, 1, approach, 0}}}},
          .comp = {{.hits = {{0, 1, 0}, {1.5, .5, 0}}}}};
}

TEST(Arrange, BassAndKeysPlayTheChordsAndSticksCountIn) {
  const Result<Arranged> made = arrange(four_chords(), swing_style(), {.count_in = 2});
  ASSERT_TRUE(made) << made.error().line();
  ASSERT_EQ(made->parts.size(), 3u);
  EXPECT_EQ(made->parts[0].name, "bass");
  EXPECT_EQ(made->parts[1].name, "keys");
  EXPECT_TRUE(made->parts[2].drums);
  std::set<Ticks> sticks, keys;
  int bass = 0;
  for (const band::PlayerNote& note : made->notes) {
    if (note.part == 2) sticks.insert(note.tick);
    if (note.part == 1) keys.insert(note.tick % kBar);
    bass += note.part == 0;
  }
  EXPECT_EQ(bass, 16);
  // 1 2 3 4 1 2 3 and 4 and, swung two to one.
  EXPECT_EQ(sticks.size(), 10u);
  EXPECT_EQ(*sticks.begin(), -2 * kBar);
  EXPECT_EQ(*sticks.rbegin(), -kTicksPerQuarter / 3);
  // The "and" of 2, swung two to one.
  EXPECT_EQ(keys, (std::set<Ticks>{0, kTicksPerQuarter + kTicksPerQuarter * 2 / 3}));
}

TEST(Arrange, PartsAreChosenByNameAndAWrongNameSaysWhichThereAre) {
  const Result<Arranged> made = arrange(four_chords(), swing_style(), {.parts = {"bass"}, .mute = {}});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->parts.size(), 2u);
  EXPECT_EQ(arrange(four_chords(), swing_style(), {.parts = {}, .mute = {"sax"}}).error().line(),
            "--mute sax: the band has no such part. It has bass, keys.");
  EXPECT_EQ(arrange(four_chords(), swing_style(), {.parts = {}, .mute = {"bass", "keys"}}).error().what,
            "nobody plays");
}

TEST(Arrange, AWrittenBassIsPlayedInsteadOfTheStylesOwn) {
  band::Song song = four_chords();
  song.parts = {{.name = "Fender", .program = 33, .notes = {{.tick = 0, .length = kBar, .pitch = 40}}}};
  const Result<Arranged> made = arrange(song, swing_style(), {});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->parts[0].name, "keys");
  EXPECT_EQ(made->parts[1].name, "Fender");
}

TEST(Arrange, AMetronomeCountsInWhereItIsAskedFor) {
  const Result<Arranged> made = arrange(four_chords(), swing_style(), {.count_in = 1, .click = true});
  ASSERT_TRUE(made);
  std::string pitches;
  for (const band::PlayerNote& note : made->notes)
    if (note.tick < 0) pitches += (pitches.empty() ? "" : " ") + std::to_string(note.pitch);
  EXPECT_EQ(pitches, "34 33 33 33 33 33");
}

//  bars  1-4 band | 5-8 without | 9-12 band      and beat 2 of bar 10 is muted
TEST(Arrange, WhereTheDrummerIsWithoutTheBandOnlyAWalkingBassPlays) {
  band::Song song = *band::play_bars(four_chords(), 1, 0, 3);
  const Ticks muted = 9 * kBar + kTicksPerQuarter;
  song.marks = {{4 * kBar, 8 * kBar, band::Mark::without},
                {muted, muted + kTicksPerQuarter, band::Mark::muted}};
  for (const bool walk : {false, true}) {
    const Result<Arranged> made = arrange(song, swing_style(), {.walk = walk});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->marks, song.marks);
    std::set<int> playing;
    for (const band::PlayerNote& note : made->notes) {
      if (note.end > 4 * kBar && note.tick < 8 * kBar) playing.insert(note.part);
      EXPECT_FALSE(note.end > muted && note.tick < muted + kTicksPerQuarter) << note.tick;
    }
    EXPECT_EQ(playing, walk ? std::set<int>{0} : std::set<int>{});
  }
}

//  bar 1: a pick-up of a quarter      sticks: 1 2 3 4 | 1 2 3, then the pick-up
TEST(Arrange, ACountInLeadsIntoAPickUp) {
  band::Song song = four_chords();
  song.pickup = 3 * kTicksPerQuarter;
  const Result<Arranged> made = arrange(song, swing_style(), {.count_in = 2});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->count_in, kBar);
  std::set<Ticks> sticks;
  for (const band::PlayerNote& note : made->notes)
    if (note.part == 2) sticks.insert(note.tick);
  EXPECT_EQ(*sticks.begin(), -kBar);
  EXPECT_EQ(*sticks.rbegin(), 2 * kTicksPerQuarter + kTicksPerQuarter * 2 / 3);
  EXPECT_EQ(sticks.size(), 8u);
}

TEST(Arrange, WhatSoundsUnderAFermataIsHeldToTheEndOfItsBeat) {
  band::Song song = four_chords();
  song.marks = {{.tick = kBar, .until = kBar, .mark = band::Mark::fermata}};
  const Result<Arranged> made = arrange(song, swing_style(), {.parts = {"bass"}, .mute = {}});
  ASSERT_TRUE(made);
  const auto note = std::find_if(made->notes.begin(), made->notes.end(),
                                 [](const band::PlayerNote& at) { return at.tick == kBar; });
  ASSERT_NE(note, made->notes.end());
  EXPECT_EQ(note->end, kBar + kTicksPerQuarter);
  EXPECT_EQ(made->marks, song.marks);
}

TEST(Arrange, ThePartOfADrummerSaysHowLongItIsSilent) {
  Chart chart;
  chart.length = 6 * kBar;
  chart.notes = {{.tick = 0}, {.tick = 4 * kBar}};
  EXPECT_EQ(longest_rest(chart), 3);
}

}  // namespace
}  // namespace firstchair::practice
