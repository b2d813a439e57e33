#include "charts/hydrogen/hydrogen.h"

#include <gtest/gtest.h>

#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

ChartRead read(const std::string& file) {
  const std::string text =
      testing::file_text(std::string(FIRSTCHAIR_SOURCE_DIR) + "/tests/corpus/hydrogen/" + file);
  Result<ChartRead> read = read_hydrogen({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  EXPECT_TRUE(read) << file << ": " << read.error().line();
  return read ? std::move(*read) : ChartRead{};
}

constexpr const char* kBeat =
    "1:1 kick\n1:1 hat_closed\n1:1.5 hat_closed\n1:2 snare\n1:2 hat_closed\n1:2.5 hat_closed\n1:3 kick\n"
    "1:3 hat_closed\n1:3.5 hat_closed\n1:4 snare accent\n1:4 hat_closed\n1:4.5 hat_closed\n";

TEST(Hydrogen, PatternsSoundInTheOrderOfTheSongAndTogether) {
  const ChartRead song = read("song.h2song");
  EXPECT_EQ(song.chart.title, "Two patterns");
  EXPECT_EQ(song.chart.tempi, (std::vector<TempoChange>{{0, 104}}));
  EXPECT_EQ(song.chart.meters, (std::vector<MeterChange>{{0, 4, 4}, {2 * kTicksPerWhole, 3, 4}}));
  const std::string strokes = testing::strokes_of(song.chart);
  EXPECT_EQ(strokes.substr(0, std::string(kBeat).size()), kBeat);
  // The crash is known by its MIDI note alone; the cowbell and the nameless one are no kit's.
  EXPECT_NE(strokes.find("2:2.5 crash\n"), std::string::npos);
  EXPECT_NE(strokes.find("3:1 kick\n3:2.5 crash\n"), std::string::npos);
  EXPECT_EQ(lines_of(song), (std::vector<std::string>{"left out: Cowbell, 4 notes (bars 2 and 3).",
                                                      "left out: Mystery, 2 notes (bars 2 and 3)."}));
}

TEST(Hydrogen, ATimelineChangesTheTempoAtItsBars) {
  EXPECT_EQ(read("timeline.h2song").chart.tempi,
            (std::vector<TempoChange>{{0, 90}, {2 * kTicksPerWhole, 120}}));
}

TEST(Hydrogen, BarsBeforeTheFirstTempoHaveHydrogensOwn) {
  const ChartRead song = read("late_tempo.h2song");
  EXPECT_EQ(song.chart.tempi, (std::vector<TempoChange>{{0, 120}, {kTicksPerWhole, 90}}));
  EXPECT_EQ(check_chart(song.chart), "");
  EXPECT_EQ(lines_of(song).front(),
            "the song names no tempo for its first bars: 120 is read there, as Hydrogen does.");
}

TEST(Hydrogen, OldSongsKeepTheirNotesInSequences) {
  EXPECT_EQ(read("sequences.h2song").chart.notes, read("song.h2song").chart.notes);
}

// As Hydrogen writes it from 1.3 on.
TEST(Hydrogen, AKitInsideTheSongNamesTheInstruments) {
  std::string text =
      testing::file_text(std::string(FIRSTCHAIR_SOURCE_DIR) + "/tests/corpus/hydrogen/song.h2song");
  const auto replace = [&](const std::string& from, const std::string& to) {
    ASSERT_NE(text.find(from), std::string::npos);
    text.replace(text.find(from), from.size(), to);
  };
  replace("<instrumentList>", "<drumkit_info><name>Mine</name><instrumentList>");
  replace("</instrumentList>", "</instrumentList></drumkit_info>");
  const Result<ChartRead> song =
      read_hydrogen({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  ASSERT_TRUE(song) << song.error().line();
  EXPECT_EQ(song->chart.notes, read("song.h2song").chart.notes);
  EXPECT_EQ(lines_of(*song), lines_of(read("song.h2song")));
}

TEST(Hydrogen, SwingThatIsNotReadIsTold) {
  constexpr std::string_view kSong =
      "<song><bpm>90</bpm><swing_factor>0.5</swing_factor><instrumentList><instrument><id>0</id><name>Kick"
      "</name></instrument></instrumentList><patternList><pattern><name>A</name><size>192</size><noteList>"
      "<note><position>0</position><instrument>0</instrument></note></noteList></pattern></patternList>"
      "<patternSequence><group><patternID>A</patternID></group></patternSequence></song>";
  const Result<ChartRead> song =
      read_hydrogen({reinterpret_cast<const std::uint8_t*>(kSong.data()), kSong.size()});
  ASSERT_TRUE(song) << song.error().line();
  EXPECT_EQ(lines_of(*song),
            (std::vector<std::string>{"the song's swing is not read: its notes are as written."}));
}

TEST(Hydrogen, APatternIsToldForWhichKitItIs) {
  const auto lines = [](const std::string& kit) {
    const std::string text = "<drumkit_pattern><drumkit_name>" + kit +
                             "</drumkit_name><pattern><name>A</name><size>192</size><noteList><note>"
                             "<position>0</position><instrument>0</instrument></note></noteList></pattern>"
                             "</drumkit_pattern>";
    const Result<ChartRead> read =
        read_hydrogen({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return read ? lines_of(*read) : std::vector<std::string>{read.error().line()};
  };
  EXPECT_EQ(
      lines("TR808"),
      (std::vector<std::string>{
          "the pattern is for TR808 and does not list its instruments: they are read as GMRockKit's."}));
  EXPECT_TRUE(lines("GMRockKit").empty());
}

TEST(Hydrogen, APatternAloneIsReadAsGmRockKit) {
  const ChartRead pattern = read("pattern.h2pattern");
  EXPECT_EQ(testing::strokes_of(pattern.chart),
            "1:1 kick\n1:1.6667 hat_closed\n1:2 snare\n1:2.6667 hat_closed\n");
  EXPECT_EQ(lines_of(pattern), (std::vector<std::string>{"left out: Cowbell, 1 note (bar 1)."}));
}

}  // namespace
}  // namespace firstchair::charts
