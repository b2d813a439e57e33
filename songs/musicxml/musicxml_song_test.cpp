#include <gtest/gtest.h>

#include "charts/musicxml/mxl.h"
#include "songs/chord_text.h"
#include "songs/songs.h"

namespace firstchair::songs {
namespace {

std::string score(const std::string& measures, const std::string& more_parts = "",
                  const std::string& listed = "") {
  return "<?xml version=\"1.0\"?><score-partwise version=\"4.0\"><work><work-title>Own</work-title></work>"
         "<identification><creator type=\"composer\">Us</creator></identification><part-list>"
         "<score-part id=\"P1\"><part-name>Tenor</part-name><midi-instrument "
         "id=\"I\"><midi-program>67</midi-program>"
         "</midi-instrument></score-part>" +
         listed + "</part-list><part id=\"P1\">" + measures + "</part>" + more_parts + "</score-partwise>";
}
std::string measure(int number, const std::string& inside) {
  return "<measure number=\"" + std::to_string(number) + "\">" + inside + "</measure>";
}
const std::string kAttributes =
    "<attributes><divisions>2</divisions><key><fifths>-2</fifths></key><time><beats>4</beats>"
    "<beat-type>4</beat-type></time></attributes>";
std::string harmony(const std::string& root, const std::string& kind, const std::string& more = "") {
  return "<harmony><root><root-step>" + root.substr(0, 1) + "</root-step>" +
         (root.size() > 1 ? std::string("<root-alter>") + (root[1] == 'b' ? "-1" : "1") + "</root-alter>"
                          : "") +
         "</root><kind>" + kind + "</kind>" + more + "</harmony>";
}
std::string note(const std::string& step, int octave, int duration, const std::string& more = "") {
  return "<note><pitch><step>" + step + "</step><octave>" + std::to_string(octave) +
         "</octave></pitch><duration>" + std::to_string(duration) + "</duration>" + more + "</note>";
}

TEST(MusicXmlSong, HarmoniesBecomeChordsWithDegreesAndBass) {
  const Result<SongRead> read = read_whole_song(
      score(measure(1, kAttributes +
                           harmony("Bb", "dominant",
                                   "<degree><degree-value>9</degree-value><degree-alter>-1</degree-alter>"
                                   "<degree-type>add</degree-type></degree>") +
                           note("C", 5, 4) +
                           harmony("C", "half-diminished", "<bass><bass-step>G</bass-step></bass>") +
                           note("D", 5, 4)) +
            measure(2, harmony("F", "none") + note("E", 5, 8))),
      "own.musicxml");
  ASSERT_TRUE(read) << read.error().line();
  const band::Song& song = read->song;
  ASSERT_EQ(song.chords.size(), 3u);
  EXPECT_EQ(song.chords[0].chord, read_chord("Bb7b9")->chord);
  EXPECT_EQ(song.chords[1].chord, read_chord("Ch7/G")->chord);
  EXPECT_EQ(song.chords[1].tick, kTicksPerWhole / 2);
  EXPECT_TRUE(song.chords[2].none);
  EXPECT_EQ(song.title, "Own");
  EXPECT_EQ(song.composer, "Us");
  EXPECT_EQ(song.key, "Bb");
  ASSERT_EQ(song.parts.size(), 1u);
  EXPECT_EQ(song.parts[0].name, "Tenor");
  EXPECT_EQ(song.parts[0].program, 66);
}

// A note tied over the bar line is one note; repeats are played out with it.
TEST(MusicXmlSong, TiesDynamicsRepeatsAndTempiAreRead) {
  const std::string tempo =
      "<direction><direction-type><dynamics><p/></dynamics></direction-type><sound "
      "tempo=\"132\"/></direction>";
  const Result<SongRead> read = read_whole_song(
      score(
          measure(1, kAttributes + tempo +
                         "<barline location=\"left\"><repeat direction=\"forward\"/></barline>" +
                         harmony("C", "major") + note("C", 5, 6) + note("E", 5, 2, "<tie type=\"start\"/>")) +
          measure(2, note("E", 5, 4, "<tie type=\"stop\"/>") +
                         note("G", 5, 4, "<notations><articulations><accent/></articulations></notations>") +
                         "<barline location=\"right\"><repeat direction=\"backward\"/></barline>") +
          measure(3, "<direction><direction-type><words>rit.</words></direction-type></direction>" +
                         note("C", 6, 8, "<notations><fermata/></notations>"))),
      "own.xml");
  ASSERT_TRUE(read) << read.error().line();
  const band::Song& song = read->song;
  EXPECT_EQ(song.length, 5 * kTicksPerWhole);
  ASSERT_EQ(song.parts.size(), 1u);
  const std::vector<band::PartNote>& notes = song.parts[0].notes;
  ASSERT_EQ(notes.size(), 7u);
  EXPECT_EQ(notes[1], (band::PartNote{3 * kTicksPerQuarter, 3 * kTicksPerQuarter, 76, 49}));
  EXPECT_EQ(notes[2].velocity, 63);
  EXPECT_EQ(notes[4].tick, 2 * kTicksPerWhole + 3 * kTicksPerQuarter);
  EXPECT_EQ(notes[6].pitch, 84);
  ASSERT_EQ(song.tempi.size(), 1u);
  EXPECT_EQ(song.tempi[0].bpm, 132);
  ASSERT_EQ(song.marks.size(), 2u);
  EXPECT_EQ(song.marks[0].tick, 4 * kTicksPerWhole);
}

std::string words(const std::string& text) {
  return "<direction><direction-type><words>" + text + "</words></direction-type></direction>";
}

//  bars  1 | 2 rit. | 3 | 4 a tempo on 3 | 5 [B] | 6 rall. | 7 fermata | 8
TEST(MusicXmlSong, ARitardandoLastsUntilItIsTakenBack) {
  std::string bars = measure(1, kAttributes + harmony("C", "major") + note("C", 5, 8));
  bars += measure(2, note("C", 5, 4) + words("poco rit.") + words("rit.") + note("C", 5, 4));
  bars += measure(3, note("C", 5, 8));
  bars += measure(4, note("C", 5, 4) + words("a tempo") + note("C", 5, 4));
  bars += measure(5, "<direction><direction-type><rehearsal>B</rehearsal></direction-type></direction>" +
                         note("C", 5, 8));
  bars += measure(6, words("rall.") + note("C", 5, 8));
  bars += measure(7, note("C", 5, 8, "<notations><fermata/></notations>"));
  bars += measure(8, note("C", 5, 8));
  const Result<SongRead> read = read_whole_song(score(bars), "own.xml");
  ASSERT_TRUE(read) << read.error().line();
  std::vector<band::MarkAt> slow;
  for (const band::MarkAt& mark : read->song.marks)
    if (mark.mark == band::Mark::ritardando) slow.push_back(mark);
  const Ticks bar = kTicksPerWhole;
  ASSERT_EQ(slow.size(), 2u);
  EXPECT_EQ(slow[0], (band::MarkAt{bar + bar / 2, 3 * bar + bar / 2, band::Mark::ritardando}));
  EXPECT_EQ(slow[1], (band::MarkAt{5 * bar, 7 * bar, band::Mark::ritardando}));
}

//  bars  1 | 2 accel. | 3 rit. | 4 a tempo | 5 the strings, string. | 6 [B]
TEST(MusicXmlSong, AnAccelerandoIsReadAsARitardandoIs) {
  std::string bars = measure(1, kAttributes + harmony("C", "major") + note("C", 5, 8));
  bars += measure(2, words("poco a poco accel.") + note("C", 5, 8));
  bars += measure(3, words("rit.") + note("C", 5, 8));
  bars += measure(4, words("a tempo") + note("C", 5, 8));
  bars += measure(5, words("the strings") + note("C", 5, 4) + words("string.") + note("C", 5, 4));
  bars += measure(6, "<direction><direction-type><rehearsal>B</rehearsal></direction-type></direction>" +
                         note("C", 5, 8));
  const Result<SongRead> read = read_whole_song(score(bars), "own.xml");
  ASSERT_TRUE(read) << read.error().line();
  const Ticks bar = kTicksPerWhole;
  EXPECT_EQ(read->song.marks,
            (std::vector<band::MarkAt>{{bar, 2 * bar, band::Mark::accelerando},
                                       {2 * bar, 3 * bar, band::Mark::ritardando},
                                       {3 * bar, 3 * bar, band::Mark::a_tempo},
                                       {4 * bar + bar / 2, 5 * bar, band::Mark::accelerando}}));
}

// In 3/4 a break of bar 2 ends with bar 2, though only bar 1 names the meter; a ritardando that nobody takes
// back is over after four bars.
TEST(MusicXmlSong, MarksEndWithTheirBarInEveryMeter) {
  const std::string waltz =
      "<attributes><divisions>2</divisions><time><beats>3</beats><beat-type>4</beat-type></time></"
      "attributes>";
  std::string bars = measure(1, waltz + harmony("C", "major") + note("C", 5, 6));
  bars += measure(2, words("break") + note("C", 5, 6));
  bars += measure(3, words("rit.") + note("C", 5, 6));
  for (int number = 4; number < 10; ++number) bars += measure(number, note("C", 5, 6));
  const Result<SongRead> read = read_whole_song(score(bars), "own.xml");
  ASSERT_TRUE(read) << read.error().line();
  const Ticks bar = 3 * kTicksPerQuarter;
  EXPECT_EQ(read->song.marks, (std::vector<band::MarkAt>{{bar, 2 * bar, band::Mark::stop},
                                                         {2 * bar, 6 * bar, band::Mark::ritardando}}));
}

// Lead sheets write slashes under their chords: they are no melody.
TEST(MusicXmlSong, SlashesAreNoNotes) {
  const Result<SongRead> read = read_whole_song(
      score(measure(1, kAttributes + harmony("C", "major") + note("B", 4, 4, "<notehead>slash</notehead>") +
                           note("B", 4, 4, "<notehead>slash</notehead>"))),
      "x.musicxml");
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_TRUE(read->song.parts.empty());
  EXPECT_EQ(read->song.chords.size(), 1u);
}

TEST(MusicXmlSong, SyncIsTheDial) {
  const auto dial = [](const std::string& type) {
    return read_whole_song(
               score(measure(1, kAttributes + harmony("C", "major") + "<direction><listening><sync type=\"" +
                                    type + "\"/></listening></direction>" + note("C", 5, 8))),
               "x.musicxml")
        ->song.follow;
  };
  EXPECT_EQ(dial("none"), 0);
  EXPECT_EQ(dial("tempo"), 40);
  EXPECT_EQ(dial("mostly-tempo"), 50);
  EXPECT_EQ(dial("mostly-event"), 75);
  EXPECT_EQ(dial("always-event"), 100);
  EXPECT_EQ(dial("else"), -1);
}

// Its drum part is a chart of the same bars; a transposing part sounds as it sounds.
TEST(MusicXmlSong, DrumsAreAChartBesideTheBand) {
  const std::string drums =
      "<part id=\"D\">" +
      measure(1,
              "<attributes><divisions>1</divisions><clef><sign>percussion</sign></clef></attributes>"
              "<note><unpitched><display-step>F</display-step><display-octave>4</display-octave></unpitched>"
              "<duration>1</duration></note>") +
      measure(2, "") + "</part>";
  const std::string transposed =
      "<attributes><divisions>2</divisions><time><beats>4</beats><beat-type>4</beat-type></time>"
      "<transpose><chromatic>-2</chromatic></transpose></attributes>";
  const Result<SongRead> read =
      read_whole_song(score(measure(1, transposed + note("D", 5, 8)) + measure(2, note("D", 5, 8)), drums,
                            "<score-part id=\"D\"><part-name>Drumset</part-name></score-part>"),
                      "x.musicxml");
  ASSERT_TRUE(read) << read.error().line();
  ASSERT_TRUE(read->drums);
  EXPECT_EQ(read->drums->notes.size(), 1u);
  EXPECT_EQ(read->drums->length, read->song.length);
  ASSERT_EQ(read->song.parts.size(), 1u);
  EXPECT_EQ(read->song.parts[0].notes[0].pitch, 72);
}

TEST(MusicXmlSong, ErrorsNameTheMeasure) {
  EXPECT_EQ(read_whole_song(
                score(measure(1, kAttributes + note("C", 5, 8)) +
                      measure(2,
                              "<harmony><root><root-step>C</root-step></root><kind text=\"maj7#15\">other"
                              "</kind></harmony>" +
                                  note("C", 5, 8))),
                "x.musicxml")
                .error()
                .line(),
            "measure 2: chord \"Cmaj7#15\" is not known (near: Cmaj7#11).");
  const auto chord = [](const char* root, const char* kind) {
    return read_whole_song(score(measure(1, kAttributes + harmony(root, kind) + note("C", 5, 8))),
                           "x.musicxml");
  };
  EXPECT_TRUE(
      chord("Bb", "wobbly").error().line().starts_with("measure 1: chord \"Bb wobbly\" is not known"));
  EXPECT_TRUE(
      chord("F#", "wobbly").error().line().starts_with("measure 1: chord \"F# wobbly\" is not known"));
  EXPECT_TRUE(chord("Bb", ""));  // a root alone is a triad
  EXPECT_EQ(read_whole_song("<score-partwise><part-list/></score-partwise>", "x.musicxml").error().line(),
            "no bar in it. Export the score again.");
  EXPECT_EQ(read_whole_song(score(measure(1, kAttributes)), "x.musicxml").error().line(),
            "no chord and no part for a band in it. Write chords into the song, or export it with its other "
            "parts.");
}

}  // namespace
}  // namespace firstchair::songs
