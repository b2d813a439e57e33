#include "songs/mma/mma_write.h"

#include <gtest/gtest.h>

#include "songs/chord_text.h"
#include "songs/songs.h"

namespace firstchair::songs {
namespace {

std::string chord(const char* text) {
  return mma_chord(read_chord(text)->chord);
}

TEST(MmaWrite, ChordsKeepTheTonesThatMmaHasNamesFor) {
  EXPECT_EQ(chord("C"), "C");
  EXPECT_EQ(chord("F#m7b5/E"), "Gbm7b5/E");
  EXPECT_EQ(chord("Bb^7"), "BbM7");
  EXPECT_EQ(chord("Ebdim7"), "Ebdim7");
  EXPECT_EQ(chord("A7sus"), "A7sus4");
  // What it has no name for is written by a part of its tones, and by no other tone.
  EXPECT_EQ(chord("G7#11"), "G7");
  EXPECT_EQ(chord("Dm11"), "Dm9");
  EXPECT_EQ(chord("C69"), "C6");
}

//  bars  1 C7 - - G7 | 2 N.C. - F7 -
TEST(MmaWrite, ABarIsALineWithAChordForEveryBeat) {
  band::Song song;
  song.length = 2 * kTicksPerWhole;
  const auto at = [](int beat, const char* text) {
    return band::ChordAt{beat * kTicksPerQuarter, read_chord(text)->chord, false, text};
  };
  song.chords = {at(0, "C7"), at(3, "G7"), at(4, "C"), at(6, "F7")};
  song.chords[2].none = true;
  const Result<MmaWritten> written = write_mma(song, "Swing", 7);
  ASSERT_TRUE(written);
  EXPECT_EQ(written->text, "RndSeed 7\nGroove Swing\n1 C7 C7 C7 G7\n2 z z F7 F7\n");
  EXPECT_EQ(written->moved, 0);
  EXPECT_EQ(written->simpler, 0);
}

// The groove's name goes into a program's language: nothing but a name may.
TEST(MmaWrite, WhatItCannotPlayIsRefused) {
  band::Song song = song_by_name("blues")->song;
  for (const char* wrong : {"", "Swing\nSystem", "a b", "../x", "$(1)"})
    EXPECT_FALSE(write_mma(song, wrong, 1)) << wrong;
  song.meters.push_back({.tick = song.meters.front().bar_length(), .beats = 3, .unit = 4});
  EXPECT_FALSE(write_mma(song, "Swing", 1));
  song.meters = {{.tick = 0, .beats = 6, .unit = 8}};
  EXPECT_FALSE(write_mma(song, "Swing", 1));
  song.chords.clear();
  EXPECT_EQ(write_mma(song, "Swing", 1).error().line(), "the song has no chords for mma.");
}

}  // namespace
}  // namespace firstchair::songs
