// Scores whose numbers, lengths or slashes must not be taken at their word, and what is told of them.
#include <gtest/gtest.h>

#include "charts/charts.h"
#include "charts/musicxml/musicxml.h"
#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

ChartRead read(const std::string& file) {
  const std::string text =
      testing::file_text(std::string(FIRSTCHAIR_SOURCE_DIR) + "/tests/corpus/musicxml/" + file + ".musicxml");
  Result<ChartRead> read =
      read_whole_musicxml({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  EXPECT_TRUE(read) << file << ": " << read.error().line();
  return read ? std::move(*read) : ChartRead{};
}
using Lines = std::vector<std::string>;
const Lines kFromZero{"the MIDI numbers of its instruments are read as counting from 0."};
constexpr const char* kFour = "1:1 kick\n1:2 snare\n1:3 hat_closed\n1:4 crash\n";

TEST(MusicXmlTold, NumbersCountFromZeroWhereTheNameSaysSoEvenOfOneInstrument) {
  const ChartRead one = read("one-snare38");
  EXPECT_EQ(testing::strokes_of(one.chart), "1:1 snare\n1:2 snare\n1:3 snare\n1:4 snare\n");
  EXPECT_EQ(lines_of(one), kFromZero);
}
TEST(MusicXmlTold, NumbersCountFromZeroWhereLettersOrPlacesSaySo) {
  EXPECT_EQ(testing::strokes_of(read("short-zero").chart), kFour);
  EXPECT_EQ(lines_of(read("short-zero")), kFromZero);
  EXPECT_EQ(testing::strokes_of(read("unnamed-zero").chart), kFour);
  EXPECT_EQ(lines_of(read("unnamed-zero")), kFromZero);
}
TEST(MusicXmlTold, PitchesOfNoDrumArePlacesOnTheStaff) {
  EXPECT_EQ(testing::strokes_of(read("pitched-no-instrument").chart), kFour);
}
TEST(MusicXmlTold, ALastNoteThatIsTooLongDoesNotLengthenItsBar) {
  const ChartRead score = read("overlong-last-note");
  EXPECT_EQ(score.chart.meters, (std::vector<MeterChange>{{0, 4, 4}}));
  EXPECT_EQ(score.chart.notes.size(), 36u);
  EXPECT_EQ(lines_of(score),
            Lines{"measure 1: its last note is longer than the bar, which stays in 4/4 (2 times)."});
}
TEST(MusicXmlTold, SlashesExpectTheGrooveBeforeSoftly) {
  const ChartRead score = read("slash-bars");
  EXPECT_EQ(testing::strokes_of(score.chart),
            "1:1 kick\n1:2 snare\n1:3 kick\n1:4 snare\n2:1 kick\n2:2 snare\n2:3 kick\n2:4 snare\n3:1 kick\n");
  EXPECT_EQ(
      lines_of(score),
      Lines{"measure 2: slashes: the groove before is expected softly, and to play another is no slip."});
  for (const Note& note : score.chart.notes)
    EXPECT_EQ(note.suggested, note.tick >= kTicksPerWhole && note.tick < 2 * kTicksPerWhole) << note.tick;
}
// A staff of its own for a triangle has places too, and none of them is a drum.
TEST(MusicXmlTold, APartOfAnInstrumentOutsideTheKitHasNoDrums) {
  const std::string note =
      "<note><unpitched><display-step>C</display-step><display-octave>5</display-octave>"
      "</unpitched><duration>2</duration></note>";
  const std::string low =
      "<note><unpitched><display-step>F</display-step><display-octave>4</display-octave>"
      "</unpitched><duration>2</duration></note>";
  const std::string measure =
      "<measure number=\"1\"><attributes><divisions>1</divisions><clef>"
      "<sign>percussion</sign></clef></attributes>" +
      low + note + "</measure></part>";
  const std::string score =
      "<score-partwise><part-list><score-part id=\"P1\"><part-name>Triangle</part-name></score-part>"
      "<score-part id=\"P2\"><part-name>Percussion</part-name></score-part></part-list><part id=\"P1\">" +
      measure + "<part id=\"P2\">" + measure + "</score-partwise>";
  const auto read = read_whole_musicxml({reinterpret_cast<const std::uint8_t*>(score.data()), score.size()});
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(testing::strokes_of(read->chart), "1:1 kick\n1:3 snare\n");
  EXPECT_EQ(lines_of(*read), Lines{"left out: Triangle, 2 notes (bar 1)."});
}
TEST(MusicXmlTold, InstrumentsOutsideTheKitAreNamedWithTheirBars) {
  EXPECT_EQ(lines_of(read("musescore4")), (Lines{"left out: Cowbell, 3 notes (bars 2, 4 and 6)."}));
}
TEST(MusicXmlTold, AScoreCalledTxtIsAScore) {
  const std::string text = "<?xml version=\"1.0\"?><score-partwise/>";
  EXPECT_EQ(*chart_format("song.txt", {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}),
            ChartFormat::musicxml);
}

}  // namespace
}  // namespace firstchair::charts
