#include "charts/groovescribe/groovescribe.h"

#include <gtest/gtest.h>

#include "charts/charts.h"
#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

ChartRead read(std::string_view link) {
  Result<ChartRead> read = read_groovescribe(link);
  EXPECT_TRUE(read) << link << ": " << read.error().line();
  return read ? std::move(*read) : ChartRead{};
}

TEST(GrooveScribe, EveryLetterIsReadOnItsLine) {
  const ChartRead groove = read(
      "https://www.example.org/groove/?TimeSig=4/"
      "4&Div=8&Title=Every%20letter+here&Tempo=96&Swing=20&Measures=2"
      "&Stickings=|RL------|--------|&H=|xXo+crbs|m-n-----|&S=%7CoOgxfdb-%7C--------%7C&K=|oxX-----|--------|"
      "&T1=|-------o|--------|&T4=|-------o|o-------|");
  EXPECT_EQ(groove.chart.title, "Every letter here");
  EXPECT_EQ(groove.chart.tempi, (std::vector<TempoChange>{{0, 96}}));
  EXPECT_DOUBLE_EQ(groove.chart.swing, 1.5);
  EXPECT_EQ(testing::strokes_of(groove.chart),
            "1:1 kick\n1:1 snare R\n1:1 hat_closed R\n"
            "1:1.5 snare accent L\n1:1.5 hat_closed accent L\n1:1.5 hat_pedal\n"
            "1:2 kick\n1:2 snare ghost\n1:2 hat_open\n1:2 hat_pedal\n"
            "1:2.5 cross_stick\n1:2.5 hat_closed\n1:3 snare flam\n1:3 crash\n1:3.5 snare drag\n1:3.5 ride\n"
            "1:4 snare buzz\n1:4 ride_bell\n1:4.5 tom_high\n1:4.5 tom_low\n1:4.5 crash\n2:1 tom_low\n");
  EXPECT_EQ(lines_of(groove), (std::vector<std::string>{"left out: cowbell, 1 note (bar 2).",
                                                        "left out: metronome, 1 note (bar 2)."}));
}

TEST(GrooveScribe, CapitalsOfRideBellAndBuzzAreThese) {
  EXPECT_EQ(testing::strokes_of(read("?TimeSig=4/4&Div=4&H=|RBrb|&S=|B---|").chart),
            "1:1 snare buzz\n1:1 ride\n1:2 ride_bell\n1:3 ride\n1:4 ride_bell\n");
  EXPECT_EQ(testing::strokes_of(read("?TimeSig=4/4&Div=4&T1=|x--o|&T4=|-ox-|").chart),
            "1:1 tom_high\n1:2 tom_low\n1:3 tom_low\n1:4 tom_high\n");
}

TEST(GrooveScribe, ASwingBeyondWhatAChartHasIsTheMostAndIsTold) {
  const ChartRead groove = read("?TimeSig=4/4&Div=8&Swing=62&H=|xxxxxxxx|");
  EXPECT_EQ(groove.chart.swing, 3.5);
  EXPECT_EQ(lines_of(groove),
            (std::vector<std::string>{"Swing: it is read as 3.5 to 1, the most that a chart has."}));
}

TEST(GrooveScribe, TripletsAndOtherMetersHaveTheirCells) {
  EXPECT_EQ(testing::strokes_of(read("?TimeSig=3/4&Div=12&H=|x-xx-xx-x|&S=|---------|&K=|o--------|").chart),
            "1:1 kick\n1:1 hat_closed\n1:1.6667 hat_closed\n1:2 hat_closed\n1:2.6667 hat_closed\n"
            "1:3 hat_closed\n1:3.6667 hat_closed\n");
  const ChartRead compound = read("?TimeSig=6/8&Div=16&Measures=2&K=o-----------o-----------");
  EXPECT_EQ(bars_of(compound.chart).size(), 2u);
  EXPECT_EQ(testing::strokes_of(compound.chart), "1:1 kick\n2:1 kick\n");
  EXPECT_EQ(bars_of(read("?Div=8&K=o-------o-------o-------").chart).size(), 3u);  // it does not say how many
}

TEST(GrooveScribe, WhatIsTakenForGrantedIsTold) {
  EXPECT_EQ(lines_of(read("?TimeSig=4/4&Div=16&Swing=30&Measures=1&K=|o---|&H=xxxxxxxxxxxxxxxxx")),
            (std::vector<std::string>{"Swing: only swing of eighths is read: the notes are as written.",
                                      "H: the line is longer than its measures: the rest is left out.",
                                      "K: the line is shorter than its measures: rests follow."}));
}

TEST(GrooveScribe, ErrorsNameTheParameter) {
  const auto error = [](std::string_view link) {
    const Result<ChartRead> read = read_groovescribe(link);
    return read ? "it was read" : read.error().line();
  };
  EXPECT_EQ(error("?TimeSig=4/3&Div=16&K=o"),
            "TimeSig: a meter that is none. Copy the link from GrooveScribe again.");
  EXPECT_EQ(error("?TimeSig=4/4&Div=7&K=o"),
            "Div: a division that the meter does not have. Copy the link from GrooveScribe again.");
  EXPECT_EQ(error("?Div=8&Measures=65&K=o"),
            "Measures: none of 1 to 64 measures. Copy the link from GrooveScribe again.");
  EXPECT_EQ(error("?Div=8&Tempo=0&K=o"),
            "Tempo: a tempo that nobody can play. Copy the link from GrooveScribe again.");
  EXPECT_EQ(error("?Div=8&K=--------"), "a groove without a stroke. Copy the link of another one.");
}

TEST(GrooveScribe, ALinkIsKnownAndATabWithOneIsATab) {
  EXPECT_TRUE(is_groovescribe(" https://x.org/?TimeSig=4/4&Div=8&H=|x|"));
  EXPECT_TRUE(is_groovescribe("[InternetShortcut]\r\nURL=https://x.org/?TimeSig=4/4&Div=8&H=|x|\r\n"));
  EXPECT_FALSE(is_groovescribe("https://x.org/?q=drums"));
  EXPECT_FALSE(is_groovescribe("made with https://x.org/?TimeSig=4/4&Div=8&H=|x|\nHH|x-x-|"));
  EXPECT_FALSE(is_groovescribe(""));
}

// Every built-in chart that a link holds comes back stroke by stroke.
TEST(GrooveScribe, WrittenAndReadItIsTheSame) {
  int held = 0;
  for (const BuiltinChart& builtin : builtin_charts()) {
    const Chart chart = *builtin_chart(builtin.name);
    const auto link = write_groovescribe(chart);
    if (!link || link->lost > 0) continue;
    ++held;
    Chart expected = chart;
    for (Note& note : expected.notes) {
      const bool plain =
          note.voice != Voice::snare && note.voice != Voice::pad && note.voice != Voice::hat_closed;
      if (note.voice == Voice::pad) note.voice = Voice::snare;
      if (note.voice != Voice::snare) note.ornament = Ornament::none;
      if (plain || note.ornament != Ornament::none) note.dynamic = Dynamic::normal;
      if (note.voice != Voice::snare && note.dynamic == Dynamic::ghost) note.dynamic = Dynamic::normal;
      note.velocity = 0;
    }
    const ChartRead again = read(link->url);
    EXPECT_EQ(testing::strokes_of(again.chart), testing::strokes_of(expected)) << builtin.name << "\n"
                                                                               << link->url;
    EXPECT_EQ(again.chart.length, chart.length) << builtin.name;
    EXPECT_EQ(again.chart.title, chart.title) << builtin.name;
  }
  EXPECT_GE(held, 30);
}

TEST(GrooveScribe, ACellHasOneCymbal) {
  Chart chart;
  chart.length = kTicksPerWhole;
  chart.notes = {{.tick = 0, .voice = Voice::hat_closed}, {.tick = 0, .voice = Voice::crash}};
  const auto link = write_groovescribe(chart);
  ASSERT_TRUE(link);
  EXPECT_EQ(link->lost, 1);
  EXPECT_EQ(testing::strokes_of(read(link->url).chart), "1:1 crash\n");
}

// A link's tempo is whole and above 0; what would round to 0 is written as the slowest that is read.
TEST(GrooveScribe, ATempoOutsideALinkIsWrittenAsTheNearestInside) {
  for (const auto& [bpm, written] : {std::pair{.1, 1.}, {1200., 1000.}, {96.4, 96.}}) {
    Chart chart;
    chart.length = kTicksPerWhole;
    chart.tempi = {{0, bpm}};
    chart.notes = {{.tick = 0, .voice = Voice::kick}};
    const auto link = write_groovescribe(chart);
    ASSERT_TRUE(link);
    EXPECT_EQ(read(link->url).chart.tempi, (std::vector<TempoChange>{{0, written}})) << bpm;
  }
}

TEST(GrooveScribe, AChartThatNoLinkHoldsIsNotWritten) {
  Chart chart;
  chart.notes = {{.tick = 1}};
  settle(chart);
  EXPECT_FALSE(write_groovescribe(chart));
  EXPECT_TRUE(write_chart(ChartFormat::groovescribe, chart).empty());
}

}  // namespace
}  // namespace firstchair::charts
