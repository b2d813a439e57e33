#include <gtest/gtest.h>

#include "songs/songs.h"

namespace firstchair::songs {
namespace {

std::string chords(const Result<SongRead>& read) {
  if (!read) return read.error().line();
  const std::vector<Bar> bars = band::bars_of(read->song);
  std::string out;
  for (const band::ChordAt& at : read->song.chords) {
    const Bar& bar = bar_at(bars, at.tick);
    char text[60];
    std::snprintf(text, sizeof text, "%s%d.%g %s", out.empty() ? "" : " ", bar.number, bar.beat_at(at.tick),
                  at.text.c_str());
    out += text;
  }
  return out;
}

TEST(ChordPro, AGridIsBarsWithRepeatsAndEndings) {
  const Result<SongRead> read = read_whole_song(
      "{title: Own}\n{tempo: 96}\n{time: 3/4}\n{start_of_grid shape=\"4x3\" label=\"Verse\"}\n"
      "|: Am . C7 | % . . |1 E7~D . . :|2 F . . |\nOutro | N.C. . . |\n{end_of_grid}\nwords [C]over chords\n",
      "own.cho");
  EXPECT_EQ(chords(read), "1.1 Am 1.3 C7 2.1 Am 2.3 C7 3.1 E7 4.1 Am 4.3 C7 5.1 Am 5.3 C7 6.1 F 7.1 N.C.");
  EXPECT_EQ(read->song.tempi[0].bpm, 96);
  EXPECT_EQ(read->song.meters[0].beats, 3);
  ASSERT_EQ(read->song.sections.size(), 3u);
  EXPECT_EQ(read->song.sections[2].name, "Outro");
}

TEST(LeadSheet, ChordsShareTheirBarEvenly) {
  const Result<SongRead> read = read_whole_song(
      "(title Own)(composer Us)(meter 4 4)(key -3)(tempo 160.0)\n(part (type chords))\n(section (style "
      "swing))\n"
      "Cm7 | F7 / Bb7 / | EbM7 | / |\nAm7b5 D7b9 | | NC |\n(part (type melody))\nc4 d8 | e2\n",
      "own.ls");
  EXPECT_EQ(chords(read), "1.1 Cm7 2.1 F7 2.3 Bb7 3.1 EbM7 5.1 Am7b5 5.3 D7b9 7.1 NC");
  EXPECT_EQ(read->song.length, 7 * kTicksPerWhole);
  EXPECT_EQ(read->song.style, "swing");
  EXPECT_EQ(read->song.key, "Eb");
  EXPECT_EQ(lines_of(*read), std::vector<std::string>{"the melody of a lead sheet is not read."});
}

}  // namespace
}  // namespace firstchair::songs
