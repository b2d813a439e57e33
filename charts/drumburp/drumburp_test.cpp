#include "charts/drumburp/drumburp.h"

#include <gtest/gtest.h>

#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

std::string text_of(const std::string& file) {
  return testing::file_text(std::string(FIRSTCHAIR_SOURCE_DIR) + "/tests/corpus/drumburp/" + file);
}

ChartRead read_text(const std::string& text) {
  Result<ChartRead> read = read_drumburp({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  EXPECT_TRUE(read) << read.error().line();
  return read ? std::move(*read) : ChartRead{};
}

constexpr const char* kFirst =
    "1:1 kick\n1:1 hat_closed\n1:2 snare accent\n1:2 hat_closed\n1:3 kick\n1:3 hat_closed\n"
    "1:3.5 snare ghost\n1:4 snare flam\n1:4 hat_open\n";

TEST(DrumBurp, EndingsArePlayedAsOftenAsTheySay) {
  const ChartRead song = read_text(text_of("endings.brp"));
  EXPECT_EQ(song.chart.title, "Two endings");
  EXPECT_EQ(song.chart.tempi, (std::vector<TempoChange>{{0, 104}}));
  EXPECT_EQ(song.chart.length, 6 * kTicksPerWhole);  // A 1 A 1 A 2
  const std::string strokes = testing::strokes_of(song.chart);
  EXPECT_EQ(strokes.substr(0, std::string(kFirst).size()), kFirst);
  EXPECT_NE(strokes.find("2:1 cross_stick\n2:3 hat_pedal\n3:1 kick\n"), std::string::npos) << strokes;
  EXPECT_NE(strokes.find("4:1 cross_stick\n4:3 hat_pedal\n5:1 kick\n"), std::string::npos) << strokes;
  EXPECT_NE(strokes.find("6:1 kick\n6:4 snare drag\n"), std::string::npos) << strokes;
  EXPECT_EQ(lines_of(song), (std::vector<std::string>{"empty bars at the end are left out (3).",
                                                      "left out: Cowbell, 2 notes (bars 2 and 4)."}));
}

TEST(DrumBurp, BarsAreAsLongAsTheirBeats) {
  const ChartRead song = read_text(text_of("repeats.brp"));
  EXPECT_EQ(song.chart.meters,
            (std::vector<MeterChange>{{0, 4, 4}, {kTicksPerWhole, 2, 4}, {kTicksPerWhole * 5 / 2, 7, 8}}));
  EXPECT_EQ(testing::strokes_of(song.chart),
            "1:1 kick\n"
            "2:1 kick\n2:1.3333 hat_closed\n2:1.6667 hat_closed\n"
            "3:1 kick\n3:1.3333 hat_closed\n3:1.6667 hat_closed\n"
            "4:1 kick\n4:1.3333 hat_closed\n4:1.6667 hat_closed\n"
            "5:1 kick\n5:7 snare\n");
  EXPECT_EQ(lines_of(song),
            std::vector<std::string>{"measure 1: :| without |: is played once, as DrumBurp does."});
}

TEST(DrumBurp, TheOldestFilesHaveNeitherCountsNorHeads) {
  EXPECT_EQ(testing::strokes_of(read_text(text_of("oldest.brp")).chart),
            "1:1 kick\n1:2 snare accent\n1:2.5 snare ghost\n1:3 ride\n");
}

TEST(DrumBurp, ABarThatComesAgainHasTheStrokesOfTheOneBefore) {
  const std::string packed = text_of("comes-again.brp");
  ASSERT_TRUE(is_drumburp(packed));
  const ChartRead song = read_text(packed);
  EXPECT_EQ(song.chart.swing, 2);
  std::string strokes;
  for (const char bar : {'1', '2', '3', '4'}) {
    for (const char* stroke : {":1 kick\n", ":1 ride\n", ":2 snare accent\n", ":3 ride_bell\n", ":4 crash\n"})
      strokes += bar + std::string(stroke);
  }
  // A sign may be a comma; its note is a splash, whose family is that of no ride.
  EXPECT_EQ(testing::strokes_of(song.chart), strokes);
  EXPECT_EQ(read_text(text_of("plain-format-1.brp")).chart.notes, song.chart.notes);
}

TEST(DrumBurp, WhatIsPackedInGzipIsLookedAt) {
  EXPECT_TRUE(is_drumburp(text_of("endings.brp")));
  EXPECT_FALSE(is_drumburp("\x1F\x8B"));
  EXPECT_FALSE(is_drumburp("HH|x-x-|"));
}

}  // namespace
}  // namespace firstchair::charts
