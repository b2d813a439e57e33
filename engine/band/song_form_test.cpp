#include "engine/band/song_form.h"

#include <gtest/gtest.h>

#include <string>

#include "testing/band/four_chords.h"

namespace firstchair::band {
namespace {

constexpr Ticks kBar = kTicksPerWhole;

using testing::four_chords;

Song played(const FormAsked& asked) {
  const Result<Song> song = play_form(four_chords(), asked);
  EXPECT_TRUE(song) << song.error().line();
  EXPECT_EQ(check_song(*song), "");
  return *song;
}

// Of every bar a letter: b with the band, . without it, e where everybody holds the last chord.
std::string bars_in(const Song& song) {
  std::string text;
  for (const Bar& bar : bars_of(song)) {
    char letter = 'b';
    for (const MarkAt& mark : song.marks) {
      if (mark.tick > bar.start || mark.until < bar.end()) continue;
      if (mark.mark == Mark::without) letter = '.';
      if (mark.mark == Mark::ending) letter = 'e';
    }
    text += letter;
  }
  return text;
}

TEST(PlayForm, TradesAndGapsLeaveTheLastChordToEverybody) {
  EXPECT_EQ(bars_in(played({})), "bbbbe");
  EXPECT_EQ(bars_in(played({.times = 4, .trade = 4})), "bbbb....bbbb....e");
  EXPECT_EQ(bars_in(played({.times = 2, .gap_on = 3, .gap_off = 1})), "bbb.bbb.e");
  EXPECT_EQ(bars_in(played({.times = 2, .gap_on = 1, .gap_off = 2})), "b..b..b.e");
  EXPECT_EQ(bars_in(played({.from = 2, .to = 3, .times = 2, .gap_on = 2, .gap_off = 2})), "bb..e");
  // The gap that the end cuts short.
  EXPECT_EQ(bars_in(played({.gap_on = 3, .gap_off = 8})), "bbb.e");
}

// Of 400 beats 120 are muted, give or take 28 (three standard deviations); the same seed mutes the same ones.
TEST(PlayForm, MutesAShareOfTheBeatsAndNeverTheLastChord) {
  const auto beats_muted = [](const Song& song) {
    Ticks sum = 0, last = 0;
    for (const MarkAt& mark : song.marks) {
      if (mark.mark != Mark::muted) continue;
      EXPECT_GT(mark.tick, last - 1);
      EXPECT_EQ(mark.tick % kTicksPerQuarter, 0);
      sum += mark.until - mark.tick;
      last = mark.until;
    }
    EXPECT_LE(last, song.length - kBar);
    return static_cast<double>(sum) / static_cast<double>(kTicksPerQuarter);
  };
  const Song song = played({.times = 25, .mute_share = .3, .seed = 4});
  EXPECT_NEAR(beats_muted(song), 120, 28);
  EXPECT_EQ(song.marks, played({.times = 25, .mute_share = .3, .seed = 4}).marks);
  EXPECT_NE(song.marks, played({.times = 25, .mute_share = .3, .seed = 5}).marks);
  EXPECT_EQ(beats_muted(played({.mute_share = 1})), 16);
}

TEST(PlayForm, WhatCannotBePlayedIsRefusedByTheFlagThatAsksForIt) {
  const auto line = [](const FormAsked& asked) { return play_form(four_chords(), asked).error().line(); };
  EXPECT_EQ(line({.trade = 65}), "--trade: a trade is of 1 to 64 bars.");
  EXPECT_EQ(line({.gap_off = 2}), "--gap: 1 to 64 bars with the band, then 1 to 64 without.");
  EXPECT_EQ(line({.trade = 4, .gap_on = 2, .gap_off = 2}), "--gap: trades and gaps are one or the other.");
  EXPECT_EQ(line({.mute_share = 1.5}), "--mute-beats: mutes are a share from 0 to 1.");
  EXPECT_EQ(line({.from = 3, .to = 9}), "--bars: the song has bars 1 to 4.");
  EXPECT_EQ(line({.times = 1001}), "--times: a song is played 1 to 1000 times.");
}

TEST(PlayBars, CutsAndRepeatsWhatIsInForce) {
  const Result<Song> song = play_bars(four_chords(), 2, 3, 2);
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
  Song picked = four_chords();
  picked.pickup = 3 * kTicksPerQuarter;
  EXPECT_EQ(play_bars(picked, 2, 3, 1)->pickup, 0);
  EXPECT_EQ(play_bars(picked, 1, 0, 1)->pickup, picked.pickup);
}

// The drummer's bars are those of the song: a note in bar 3 stands in bar 2 of what is cut.
TEST(ChartBars, AreTheSongsBarsOfItsDrummer) {
  Chart chart;
  chart.tempi = {{0, 120}, {2 * kBar, 132}};
  chart.notes = {{.tick = 0}, {.tick = 2 * kBar + 5}, {.tick = 3 * kBar}};
  chart.length = 4 * kBar;
  const Chart cut = chart_bars(chart, 2, 3);
  ASSERT_EQ(cut.notes.size(), 1u);
  EXPECT_EQ(cut.notes[0].tick, kBar + 5);
  EXPECT_EQ(cut.length, 2 * kBar);
  EXPECT_EQ(cut.tempi.size(), 2u);
  EXPECT_EQ(cut.tempi[1].tick, kBar);
  EXPECT_EQ(check_chart(cut), "");
  EXPECT_EQ(chart_bars(chart, 3, 0).tempi.size(), 1u);
  EXPECT_TRUE(chart_bars(chart, 6, 8).notes.empty());
  EXPECT_EQ(chart_bars(chart, 1, 0), chart);
}

TEST(AtTempo, KeepsTheProportions) {
  const Song song = at_tempo(four_chords(), 60);
  EXPECT_EQ(song.tempi[0].bpm, 60);
  EXPECT_EQ(song.tempi[1].bpm, 66);
}

}  // namespace
}  // namespace firstchair::band
