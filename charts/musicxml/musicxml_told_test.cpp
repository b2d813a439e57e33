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
TEST(MusicXmlTold, SlashesExpectTheBarBeforeAgain) {
  const ChartRead score = read("slash-bars");
  EXPECT_EQ(testing::strokes_of(score.chart),
            "1:1 kick\n1:2 snare\n1:3 kick\n1:4 snare\n2:1 kick\n2:2 snare\n2:3 kick\n2:4 snare\n3:1 kick\n");
  EXPECT_EQ(lines_of(score), Lines{"measure 2: slashes: the bar before is expected again."});
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
