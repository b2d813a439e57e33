#include <gtest/gtest.h>

#include <string>

#include "engine/band/song.h"
#include "songs/ireal/ireal_link.h"
#include "songs/ireal/ireal_music.h"
#include "songs/songs.h"

namespace firstchair::songs {
namespace {

std::string link_of(const std::string& music) {
  return plain_link({.title = "Test",
                     .composer = "Nobody",
                     .style = "Medium Swing",
                     .key = "C",
                     .groove = {},
                     .bpm = 0,
                     .music = music});
}

// The bars of a song as it is played, as people would write them: "C7 . F7 . | Bb7 . . .".
std::string bars(const band::Song& song) {
  std::string out;
  std::size_t next = 0;
  for (const Bar& bar : band::bars_of(song)) {
    if (bar.number > 1) out += " | ";
    const Ticks beat = kTicksPerWhole / bar.meter.unit;
    for (int b = 0; b < bar.meter.beats; ++b) {
      std::string here = ".";
      for (; next < song.chords.size() && song.chords[next].tick < bar.start + (b + 1) * beat; ++next)
        here = song.chords[next].text;
      out += (b > 0 ? " " : "") + here;
    }
  }
  return out;
}

std::string played(const std::string& music) {
  const Result<SongRead> read = read_whole_song(link_of(music), "song.irealb");
  return read ? bars(read->song) : read.error().line();
}

TEST(IReal, ChordsStandOnTheBeatsOfTheirCells) {
  EXPECT_EQ(played("T44[C^7   |A-7 D7 |G7,C7,F7,Bb7|E-7 A7,D7Z"),
            "C^7 . . . | A-7 . D7 . | G7 C7 F7 Bb7 | E-7 . A7 D7");
  EXPECT_EQ(played("T34[C^7   |A-7 D7 |G7Z"), "C^7 . . | A-7 . D7 | G7 . .");
  EXPECT_EQ(played("T44[C7|F7 C7Z"), "C7 . . . | F7 . C7 .");
}

TEST(IReal, ABarWithMoreChordsThanBeatsIsSharedOut) {
  const Result<SongRead> read = read_whole_song(link_of("T44[C7,D7,E7,F7,G7,A7,B7,C7Z"), "");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->song.chords.size(), 8u);
  EXPECT_EQ(read->song.chords[1].tick, kTicksPerWhole / 8);
}

TEST(IReal, RepeatsEndingsAndRepeatedBarsArePlayedOut) {
  EXPECT_EQ(played("T44{C7   |N1F7   }|N2G7   |A7   Z"),
            "C7 . . . | F7 . . . | C7 . . . | G7 . . . | A7 . . .");
  EXPECT_EQ(played("T44[C7   |x   |F7   |G7   |r   |   |A7   Z"),
            "C7 . . . | . . . . | F7 . . . | G7 . . . | F7 . . . | G7 . . . | A7 . . .");
  EXPECT_EQ(played("T44[C7   | x  |    |F7   Z"), "C7 . . . | . . . . | . . . . | F7 . . .");
  EXPECT_EQ(played("T44{C7   <3x>|N1F7   }[N2G7   Z"),
            "C7 . . . | F7 . . . | C7 . . . | F7 . . . | C7 . . . | G7 . . .");
}

TEST(IReal, DaCapoDalSegnoAndCodaJump) {
  EXPECT_EQ(played("T44[A7   |B7   Q|C7   |D7   <D.C. al Coda>]  [QE7   |F7   Z"),
            "A7 . . . | B7 . . . | C7 . . . | D7 . . . | A7 . . . | B7 . . . | E7 . . . | F7 . . .");
  EXPECT_EQ(played("T44[A7   |SB7   |C7   <Fine>|D7   <D.S. al Fine>Z"),
            "A7 . . . | B7 . . . | C7 . . . | D7 . . . | B7 . . . | C7 . . .");
  // The sign before a bar's chord: one jumps before that bar.
  EXPECT_EQ(played("T44[A7   |QB7   |C7   <D.C. al Coda>][QE7   Z"),
            "A7 . . . | B7 . . . | C7 . . . | A7 . . . | E7 . . .");
}

TEST(IReal, NoChordSlashesBassesAndSmallChords) {
  EXPECT_EQ(played("T44[C7   |n   |C7/E   |W/G   |sF7,G7,lA7 Z"),
            "C7 . . . | N.C. . . . | C7/E . . . | C7/G . . . | F7 G7 A7 .");
  EXPECT_EQ(played("T44[C7ppp|F7p(Bb7)pG7Z"), "C7 . . . | F7 . . G7");
}

TEST(IReal, MetersSectionsAndMarksAreKept) {
  const Result<SongRead> read =
      read_whole_song(link_of("*iT44[C7   |D7   |*AT34E7  |F7  |*BT12G7   |<drum solo>A7   |fB7   Z"), "");
  ASSERT_TRUE(read) << read.error().line();
  const band::Song& song = read->song;
  ASSERT_EQ(song.meters.size(), 3u);
  EXPECT_EQ(song.meters[1].beats, 3);
  EXPECT_EQ(song.meters[2].unit, 8);
  ASSERT_EQ(song.sections.size(), 3u);
  EXPECT_EQ(song.sections[0].name, "Intro");
  EXPECT_EQ(song.sections[2].tick, song.meters[2].tick);
  ASSERT_EQ(song.marks.size(), 2u);
  EXPECT_EQ(song.marks[0].mark, band::Mark::solo);
  EXPECT_EQ(song.marks[1].mark, band::Mark::fermata);
  EXPECT_EQ(song.title, "Test");
}

TEST(IReal, ScramblingIsItsOwnInverseAndLeavesTheEnd) {
  std::string text;
  for (int k = 0; k < 151; ++k) text += static_cast<char>('0' + k % 64);
  EXPECT_NE(scrambled(text), text);
  EXPECT_EQ(scrambled(scrambled(text)), text);
  EXPECT_EQ(scrambled(text).substr(100), text.substr(100));
  EXPECT_EQ(scrambled(text.substr(0, 51)), text.substr(0, 51));
  // The first five change places with the last five of a block, the tenth to the 24th with theirs.
  EXPECT_EQ(scrambled(text)[0], text[49]);
  EXPECT_EQ(scrambled(text)[5], text[5]);
  EXPECT_EQ(scrambled(text)[10], text[39]);
  EXPECT_EQ(scrambled(text)[24], text[24]);
}

// An exported link: scrambled music, a groove, a tempo, two songs and the playlist's name.
TEST(IReal, AnExportedPlaylistIsReadWithItsTempo) {
  const std::string music = "T44*A{C^7XyQ|A-7 D7 LZG7XyQKcl }[*BF7XyQLZE-7 A7 LZD-7XyQLZG7XyQZ ";
  const std::string song =
      "=Writer Jane==Medium Swing=C==1r34LbKcu7" + scrambled(music) + "=Jazz-Medium Swing=160=3";
  const std::string page =
      "<a href=\"irealb://Blue%20One, The" + song + "===Second" + song + "===My list\">x</a>";
  const Result<SongRead> read = read_whole_song(page, "list.html");
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(read->song.title, "The Blue One");
  EXPECT_EQ(read->song.composer, "Jane Writer");
  EXPECT_EQ(read->song.style, "Jazz-Medium Swing");
  ASSERT_EQ(read->song.tempi.size(), 1u);
  EXPECT_EQ(read->song.tempi[0].bpm, 160);
  EXPECT_EQ(read->titles, (std::vector<std::string>{"The Blue One", "Second"}));
  EXPECT_EQ(bars(read->song),
            "C^7 . . . | A-7 . D7 . | G7 . . . | . . . . | C^7 . . . | A-7 . D7 . | G7 . . . | . . . . | "
            "F7 . . . | E-7 . A7 . | D-7 . . . | G7 . . .");
  EXPECT_EQ(read_whole_song(page, "list.html", {.number = 2})->song.title, "Second");
  EXPECT_EQ(read_whole_song(page, "list.html", {.number = 3}).error().line(),
            "there are 2 songs in it. Give --song 1 to 2.");
}

TEST(IReal, ErrorsNameTheBar) {
  EXPECT_EQ(played("T44[C7   |D7   |Cmaj7#15   Z"),
            "bar 3: chord \"Cmaj7#15\" is not known (near: Cmaj7#11).");
  EXPECT_EQ(played("T49[C7   Z"), "bar 1: T49 is no meter.");
  std::string crowded = "T44[";
  for (int k = 0; k < 65; ++k) crowded += "C7,";
  EXPECT_EQ(played(crowded + "Z"), "bar 1: over 64 chords in a bar. Share the song again.");
  std::string endless = "T44[C7";
  for (int k = 0; k < 10'001; ++k) endless += "|x";
  EXPECT_EQ(played(endless + "Z"), "bar 10002: over 10,000 bars. Share a shorter song.");
  EXPECT_EQ(played("   "), "no bar in its music. Share the song from iReal Pro again.");
  EXPECT_EQ(
      read_whole_song("irealb://Half", "").error().line(),
      "byte 0: a link of iReal Pro that was cut off: title, composer, style, key and music belong in it. "
      "Share the song from iReal Pro again.");
  EXPECT_EQ(read_whole_song("x", "tune.sgu").error().line(),
            "Band-in-a-Box songs cannot be read; export MIDI or MusicXML there.");
}

TEST(IReal, WordsOfTempoAreMarksOfTheirBar) {
  const Result<SongRead> read =
      read_whole_song(link_of("T44[C7   |<accel.>F7   |<a tempo>C7   |<rit.>G7   Z"), "");
  ASSERT_TRUE(read) << read.error().line();
  const Ticks bar = kTicksPerWhole;
  EXPECT_EQ(read->song.marks, (std::vector<band::MarkAt>{{bar, 2 * bar, band::Mark::accelerando},
                                                         {2 * bar, 2 * bar, band::Mark::a_tempo},
                                                         {3 * bar, 4 * bar, band::Mark::ritardando}}));
}

TEST(IReal, WhatIsWrittenIsReadBack) {
  const char* kMusic[] = {"*AT44[C^7   |A-7 D7 |G7,C7,F7,Bb7|E-7 A7,D7|*BT34F7b9/A  |Eh7 A7alt |N1C  Z",
                          "T12[C7   |F7 C7 |T44n   |G13#11  C69 Z"};
  for (const char* music : kMusic) {
    const Result<SongRead> first = read_whole_song(link_of(music), "");
    ASSERT_TRUE(first) << first.error().line();
    const IRealWritten written = write_ireal(first->song);
    EXPECT_EQ(written.moved, 0);
    EXPECT_EQ(written.renamed, 0);
    const Result<SongRead> again = read_whole_song(written.link, "");
    ASSERT_TRUE(again) << written.link << again.error().line();
    EXPECT_EQ(again->song.title, first->song.title);
    EXPECT_EQ(again->song.meters, first->song.meters);
    ASSERT_EQ(again->song.chords.size(), first->song.chords.size()) << written.link;
    for (std::size_t k = 0; k < first->song.chords.size(); ++k) {
      EXPECT_EQ(again->song.chords[k].tick, first->song.chords[k].tick) << k << written.link;
      EXPECT_EQ(again->song.chords[k].chord, first->song.chords[k].chord) << k;
    }
    ASSERT_EQ(again->song.sections.size(), first->song.sections.size());
  }
}

}  // namespace
}  // namespace firstchair::songs
