#include "songs/chord_text.h"

#include <gtest/gtest.h>

#include <set>

namespace firstchair::songs {
namespace {

// The steps above the root of a chord, as "0 4 7".
std::string steps(std::string_view text) {
  const Result<ChordRead> read = read_chord(text);
  if (!read) return read.error().what;
  std::string out;
  for (int step = 0; step < 12; ++step)
    if ((read->chord.tones >> step & 1) != 0) out += (out.empty() ? "" : " ") + std::to_string(step);
  return out;
}

TEST(ChordText, OneTableReadsWhatEveryProgramWrites) {
  const std::pair<std::string_view, std::vector<std::string_view>> kSame[] = {
      {"0 4 7", {"C", "Cmaj", "CM"}},
      {"0 4 7 11", {"C^7", "C^", "Cmaj7", "CM7", "CMaj7", "C\u25B37", "Cma7"}},
      {"0 3 7 10", {"C-7", "Cm7", "Cmin7", "Cmi7"}},
      {"0 4 7 10", {"C7"}},
      {"0 3 6 10", {"Ch7", "Ch", "Cm7b5", "C-7b5", "Cm7(b5)", "C\u00F87", "Cm7-5"}},
      {"0 3 6 9", {"Co7", "Cdim7", "C\u00B07"}},
      {"0 3 6", {"Co", "Cdim"}},
      {"0 4 8", {"C+", "Caug"}},
      {"0 4 8 10", {"C7#5", "C+7", "C7+5", "Caug7"}},
      {"0 5 7 10", {"C7sus", "C7sus4", "Csus7"}},
      {"0 2 4 7 9", {"C69", "C6/9", "C6(9)"}},
      {"0 2 4 7", {"Cadd9", "C(add9)", "Cadd2"}},
      {"0 1 3 4 6 8 10", {"C7alt", "Calt"}},
      {"0 1 4 7 10", {"C7b9", "C7(b9)", "C7-9"}},
      {"0 3 4 7 10", {"C7#9", "C7+9"}},
      {"0 1 4 6 7 10", {"C7b9#11", "C7(b9,#11)"}},
      {"0 3 7 11", {"C-^7", "CmM7", "Cm(maj7)", "Cmmaj7"}},
      {"0 4 6 7 11", {"C^7#11", "Cmaj7#11"}},
      {"0 1 4 7 9 10", {"C13b9"}},
      {"0 7", {"C5"}},
      {"0 2 7", {"Csus2", "C2"}},
      {"0 7 10", {"C7no3", "C7(no3)"}},
  };
  for (const auto& [tones, texts] : kSame)
    for (const std::string_view text : texts) EXPECT_EQ(steps(text), tones) << text;
}

TEST(ChordText, RootsAndBassesAreReadApart) {
  const Result<ChordRead> read = read_chord("Bb-7/Ab");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->chord.root, 10);
  EXPECT_EQ(read->chord.bass, 8);
  EXPECT_EQ(read_chord("F#")->chord.root, 6);
  EXPECT_EQ(read_chord("Cb")->chord.root, 11);
  EXPECT_EQ(read_chord("C6/9/E")->chord.bass, 4);
  EXPECT_TRUE(read_chord("N.C.")->none);
}

TEST(ChordText, AnUnknownSuffixIsToldWithTheNearestKnownOne) {
  EXPECT_EQ(read_chord("Cmaj7#15").error().what, "chord \"Cmaj7#15\" is not known (near: Cmaj7#11)");
  EXPECT_EQ(read_chord("Bbmin8/D").error().what, "chord \"Bbmin8/D\" is not known (near: Bbmin/D)");
  EXPECT_EQ(read_chord("H7").error().what, "chord \"H7\" is not known");
  EXPECT_FALSE(read_chord(""));
  EXPECT_FALSE(read_chord("C" + std::string(5000, '9')));
}

// What iReal Pro can write is read back as the same chord, in every key and over every bass.
TEST(ChordText, WhatIsWrittenForIRealIsReadBack) {
  int written = 0;
  std::set<std::uint16_t> known;
  for (int tones = 1; tones < 1 << 12; tones += 2)
    if (ireal_text({.root = 0, .bass = 0, .tones = static_cast<std::uint16_t>(tones)}))
      known.insert(static_cast<std::uint16_t>(tones));
  EXPECT_GE(known.size(), 50u);
  for (const std::uint16_t tones : known)
    for (int root = 0; root < 12; ++root)
      for (int bass = 0; bass < 12; bass += 5, ++written) {
        const band::Chord chord{.root = root, .bass = bass, .tones = tones};
        const Result<ChordRead> read = read_chord(*ireal_text(chord));
        ASSERT_TRUE(read) << *ireal_text(chord);
        EXPECT_EQ(read->chord, chord) << *ireal_text(chord);
      }
  EXPECT_GT(written, 1000);
}

TEST(ChordText, NamesForPeopleAreReadBack) {
  for (const char* text : {"Bb7", "F#-7b5/E", "Cmaj7", "Do7", "Gh9", "Eb7sus", "A-^7"}) {
    const band::Chord chord = read_chord(text)->chord;
    EXPECT_EQ(read_chord(chord_name(chord))->chord, chord) << text << " " << chord_name(chord);
  }
  // What has no name of one word is the fullest chord in it, and what comes to that.
  EXPECT_EQ(chord_name({.root = 10, .bass = 5, .tones = 0b000010100011}), "Bbsus(add b9)/F");
  EXPECT_EQ(chord_name({.root = 0, .bass = 0, .tones = 0b000000000011}), "C(?)");
  EXPECT_EQ(chord_name(read_chord("F#-7b5/E")->chord), "F#m7b5/E");
}

TEST(ChordText, DegreesOfMusicXmlChangeTones) {
  std::uint16_t tones = *tones_of("dominant");
  change_degree(tones, "add", 9, -1);
  EXPECT_EQ(tones, *tones_of("7b9"));
  change_degree(tones, "alter", 5, 1);
  EXPECT_EQ(tones, *tones_of("7b9#5"));
  tones = *tones_of("major");
  change_degree(tones, "subtract", 3, 0);
  EXPECT_EQ(tones, *tones_of("5"));
  tones = *tones_of("minor");
  change_degree(tones, "subtract", 3, 0);
  EXPECT_EQ(tones, *tones_of("5"));
}

}  // namespace
}  // namespace firstchair::songs
