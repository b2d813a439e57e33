#include "practice/band/arrange.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace firstchair::practice {
namespace {

constexpr Ticks kBar = kTicksPerWhole;

band::Song four_chords() {
  band::Song song;
  for (int bar = 0; bar < 4; ++bar)
    song.chords.push_back({.tick = bar * kBar,
                           .chord = {.root = bar * 5 % 12, .bass = bar * 5 % 12, .tones = 0b010010010001},
                           .text = "7"});
  song.tempi = {{0, 120}, {2 * kBar, 132}};
  song.sections = {{0, "A"}, {2 * kBar, "B"}};
  song.length = 4 * kBar;
  return song;
}
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

TEST(Arrange, WhoTradesIsAloneInEverySecondStretch) {
  const Result<band::Song> song = play_bars(four_chords(), 1, 0, 4);
  ASSERT_TRUE(song);
  for (const bool walk : {false, true}) {
    const Result<Arranged> made = arrange(*song, swing_style(), {.trade = 4, .walk = walk});
    ASSERT_TRUE(made);
    ASSERT_EQ(made->marks.size(), 2u);
    EXPECT_EQ(made->marks[1], (band::MarkAt{12 * kBar, 16 * kBar, band::Mark::stop}));
    const bool played = std::any_of(made->notes.begin(), made->notes.end(), [](const band::PlayerNote& note) {
      return note.end > 4 * kBar && note.tick < 8 * kBar;
    });
    EXPECT_EQ(played, walk);
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
  EXPECT_EQ(play_bars(song, 2, 3, 1)->pickup, 0);
  EXPECT_EQ(play_bars(song, 1, 0, 1)->pickup, song.pickup);
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

TEST(PlayBars, CutsAndRepeatsWhatIsInForce) {
  const Result<band::Song> song = play_bars(four_chords(), 2, 3, 2);
  ASSERT_TRUE(song);
  EXPECT_EQ(song->length, 4 * kBar);
  ASSERT_EQ(song->chords.size(), 4u);
  EXPECT_EQ(song->chords[1].tick, kBar);
  EXPECT_EQ(song->chords[2].chord.root, 5);
  ASSERT_EQ(song->tempi.size(), 4u);
  EXPECT_EQ(song->tempi[1].tick, kBar);
  EXPECT_EQ(song->tempi[2].bpm, 120);
  EXPECT_EQ(song->meters.size(), 2u);
  EXPECT_EQ(play_bars(four_chords(), 3, 9, 1).error().what, "the song has bars 1 to 4");
}

TEST(AtTempo, KeepsTheProportions) {
  const band::Song song = at_tempo(four_chords(), 60);
  EXPECT_EQ(song.tempi[0].bpm, 60);
  EXPECT_EQ(song.tempi[1].bpm, 66);
}

}  // namespace
}  // namespace firstchair::practice
