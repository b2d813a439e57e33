// Scores in the manner of the common programs (tests/corpus/musicxml), read stroke by stroke.
#include <gtest/gtest.h>

#include <algorithm>

#include "charts/musicxml/musicxml.h"
#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

Chart chart_in(const std::string& file) {
  const std::string text =
      testing::file_text(std::string(FIRSTCHAIR_SOURCE_DIR) + "/tests/corpus/musicxml/" + file);
  const Result<Chart> chart =
      read_musicxml({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  EXPECT_TRUE(chart) << file << ": " << chart.error().line();
  return chart ? *chart : Chart{};
}

// Strokes of the bars up to `last`.
std::string strokes_until(const Chart& chart, int last) {
  Chart part = chart;
  const Ticks end = bars_of(chart)[static_cast<std::size_t>(last - 1)].end();
  std::erase_if(part.notes, [&](const Note& note) { return note.tick >= end; });
  return testing::strokes_of(part);
}

// Two voices, accents on the first note of a chord, ghosts in parentheses, sticking in words, a cowbell read
// over.
TEST(MusicXmlExports, MuseScore) {
  const Chart chart = chart_in("musescore4.musicxml");
  EXPECT_EQ(chart.title, "Funk for Tv\u00e5 & One");
  EXPECT_EQ(chart.tempi, (std::vector<TempoChange>{{0, 96}}));
  EXPECT_EQ(bars_of(chart).size(), 6u);  // two bars three times
  EXPECT_EQ(
      strokes_until(chart, 2),
      "1:1 kick\n1:1 crash accent\n1:1.5 hat_closed\n1:2 snare accent\n1:2 hat_closed accent\n"
      "1:2.5 snare ghost\n1:2.5 hat_closed\n1:2.75 snare ghost\n1:3 kick\n1:3 hat_closed\n1:3.5 hat_open\n"
      "1:3.5 hat_pedal\n1:4 snare flam R\n"
      "2:1 hat_closed\n2:2 snare drag\n2:3 cross_stick\n");
}

// A pickup in measure 0, endings, a half-note metronome mark, velocities.
TEST(MusicXmlExports, Finale) {
  const Chart chart = chart_in("finale.musicxml");
  EXPECT_EQ(chart.title, "Pickup Groove");
  EXPECT_EQ(chart.tempi, (std::vector<TempoChange>{{0, 120}}));
  EXPECT_EQ(testing::strokes_of(chart),
            "1:4 snare ghost\n1:4.3333 snare ghost\n1:4.6667 snare ghost\n"
            "2:1 kick\n2:2 snare\n2:3 kick\n2:4 snare\n3:1 hat_closed\n3:2 hat_closed\n3:3 hat_closed\n3:4 "
            "hat_closed\n"
            "4:1 kick\n4:2 snare\n4:3 kick\n4:4 snare\n5:1 kick\n5:2 kick\n");
}

// Drums by name alone, a buzz roll with its end, slashes, D.S. al Coda.
TEST(MusicXmlExports, Sibelius) {
  EXPECT_EQ(testing::strokes_of(chart_in("sibelius.xml")),
            "1:1 kick\n1:2 snare\n2:1 snare buzz L\n3:1 snare accent\n3:2 hat_open\n"
            "4:1 hat_closed\n4:2 snare\n4:2.25 snare\n4:2.5 snare\n4:2.75 snare\n"
            "5:1 snare buzz L\n6:1 snare accent\n6:2 hat_open\n7:1 kick\n");
}

// A guitar with the tempo before the drums, and drums by its own names.
TEST(MusicXmlExports, GuitarPro) {
  const Chart chart = chart_in("guitar-pro.xml");
  EXPECT_EQ(chart.tempi, (std::vector<TempoChange>{{0, 140}}));
  EXPECT_EQ(testing::strokes_of(chart),
            "1:1 kick\n1:1 hat_closed\n1:2 snare\n1:2 hat_closed\n1:3 kick\n1:3 hat_closed\n1:4 snare\n1:4 "
            "hat_open\n");
  EXPECT_EQ(chart.notes[0].velocity, 95);
}

TEST(MusicXmlExports, MidiNotesCountedFromZeroAreKnownByTheirNames) {
  EXPECT_EQ(testing::strokes_of(chart_in("counts-from-zero.musicxml")),
            "1:1 kick\n1:2 snare\n1:3 hat_closed\n1:4 hat_open\n");
}

// Numbers under General MIDI's percussion say nothing; crosses where cymbals stand are no tom, though 42 is
// one.
TEST(MusicXmlExports, NamesPlacesAndHeadsGoBeforeNumbersThatCannotBe) {
  const std::string rock =
      "1:1 kick\n1:1 hat_closed\n1:1.5 hat_closed\n1:2 snare\n1:2 hat_closed\n1:2.5 hat_closed\n"
      "1:3 kick\n1:3 hat_closed\n1:3.5 hat_closed\n1:4 snare\n1:4 hat_closed\n1:4.5 hat_closed\n";
  EXPECT_EQ(testing::strokes_of(chart_in("numbers-that-mean-nothing.musicxml")), rock);
  EXPECT_EQ(testing::strokes_of(chart_in("crosses-against-numbers.musicxml")), rock);
}

TEST(MusicXmlExports, RepeatSignsOfBarsAndTwoParts) {
  EXPECT_EQ(
      testing::strokes_of(chart_in("measure-repeat.musicxml")),
      "1:1 kick\n1:1 hat_closed\n1:2 snare\n1:3 kick\n1:3 hat_closed\n1:4 snare\n"
      "2:1 kick\n2:2 snare\n2:3 kick\n2:4 snare\n3:1 kick\n3:2 snare\n3:3 kick\n3:4 snare\n6:1 snare\n");
}

TEST(MusicXmlExports, MeasureByMeasureWithSwingAndATempoInTheBar) {
  const Chart chart = chart_in("timewise.musicxml");
  EXPECT_EQ(testing::strokes_of(chart), "1:1 ride\n1:2 ride\n1:2.5 ride\n2:1 kick\n");
  EXPECT_EQ(chart.swing, 2);
  EXPECT_EQ(chart.tempi, (std::vector<TempoChange>{{0, 150}, {5 * kTicksPerQuarter / 2, 90}}));
}

}  // namespace
}  // namespace firstchair::charts
