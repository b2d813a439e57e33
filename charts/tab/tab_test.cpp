#include "charts/tab/tab.h"

#include <gtest/gtest.h>

#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

Result<Chart> read(std::string_view text) {
  return read_tab({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}
std::string strokes(std::string_view text) {
  const Result<Chart> chart = read(text);
  return chart ? testing::strokes_of(*chart) : chart.error().line();
}
std::string written(const Chart& chart) {
  const std::vector<std::uint8_t> bytes = write_tab(chart);
  return {bytes.begin(), bytes.end()};
}

TEST(Tab, TheExamplesOfTheDocumentReadAsItSays) {
  const auto blocks = testing::fenced_blocks(std::string(FIRSTCHAIR_SOURCE_DIR) + "/docs/formats/tab.md");
  int examples = 0;
  for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
    if (blocks[i].kind != "tab") continue;
    ++examples;
    std::string expected = blocks[i + 1].text;
    if (blocks[i + 1].kind == "error") expected.pop_back();
    EXPECT_EQ(strokes(blocks[i].text), expected) << blocks[i].text;
  }
  EXPECT_GE(examples, 12);
}

TEST(Tab, LineEndsTabsAndAByteOrderMarkAreTheSameTab) {
  const std::string plain = "Tempo: 90\nHH|x-x-|\nBD|o---|\n";
  const Result<Chart> chart = read(plain);
  ASSERT_TRUE(chart);
  EXPECT_EQ(*read("Tempo: 90\r\nHH|x-x-|\r\nBD|o---|\r\n"), *chart);
  EXPECT_EQ(*read("Tempo: 90\rHH|x-x-|\rBD|o---|"), *chart);
  EXPECT_EQ(*read("\xEF\xBB\xBFTempo:\t90\nHH\t|x-x-|\t\nBD |o---| \n"), *chart);
}

TEST(Tab, ASystemEndsAtABlankLineOrWhereALabelComesAgain) {
  EXPECT_EQ(strokes("SD|o|\nBD|o|\n\nSD|o|\n"), "1:1 kick\n1:1 snare\n2:1 snare\n");
  EXPECT_EQ(strokes("SD|o|\nBD|o|\nSD|o|\nBD|-|\n"), "1:1 kick\n1:1 snare\n2:1 snare\n");
}

TEST(Tab, ACountingLineInsideASystemDoesNotPartIt) {
  EXPECT_EQ(strokes("HH|x-x-|\n   1 + 2 +\nBD|--o-|\n"), "1:1 hat_closed\n1:3 kick\n1:3 hat_closed\n");
}

TEST(Tab, ALastBarMayLackItsBarLine) {
  EXPECT_EQ(strokes("SD|o-|-o\n"), "1:1 snare\n2:3 snare\n");
}

TEST(Tab, DoubleBarLinesAreBarLines) {
  EXPECT_EQ(strokes("SD||o-||-o||\n"), "1:1 snare\n2:3 snare\n");
}

TEST(Tab, RepeatsArePlayedOut) {
  const auto bars = [](std::string_view text) {
    const Result<Chart> chart = read(text);
    return chart ? static_cast<int>(bars_of(*chart).size()) : -1;
  };
  EXPECT_EQ(bars("SD|o|o|\n"), 2);
  EXPECT_EQ(bars("SD|o|o:|\n"), 4);
  EXPECT_EQ(bars("SD|o|:o:|\n"), 3);
  EXPECT_EQ(bars("SD|:o:|x4\n"), 4);
  EXPECT_EQ(bars("SD|:o:| (x4)\n"), 4);
  EXPECT_EQ(bars("SD|:o:|3|o|\n"), 4);
  EXPECT_EQ(bars("SD||:o:||x3|o||\n"), 4);
  EXPECT_EQ(bars("SD|o|o| x4\n"), 8);
  EXPECT_EQ(bars("SD|o|o|   4 times\n"), 8);
  EXPECT_EQ(bars("SD|:o|\n\nSD|o:|\n"), 4);
  EXPECT_EQ(bars("SD|o|:\n\nSD|o:|x3\n"), 4);
  EXPECT_EQ(bars("SD|:o:|:o:|\n"), 4);
  EXPECT_EQ(bars("SD|:o:|\nBD| o |\n"), 2);
}

TEST(Tab, AWrongRepeatIsNamed) {
  EXPECT_EQ(strokes("SD|:o|:o:|\n"), "line 1: |: inside the repeat of line 1. Close it with :|.");
  EXPECT_EQ(strokes("SD|:o|\n"), "line 1: a repeat is opened and never closed. Close it with :|.");
  EXPECT_EQ(strokes("SD|:o:|x0\n"), "line 1: a repeat played 0 times. Write x2 or more.");
}

TEST(Tab, ARepeatBombIsTooLarge) {
  const Result<Chart> bars = read("SD|:o:|x100001\n");
  ASSERT_FALSE(bars);
  EXPECT_EQ(bars.error().code, ErrorCode::too_large);
  EXPECT_EQ(bars.error().line(), "line 1: over 100,000 bars or 1,000,000 notes. Repeat less.");
  EXPECT_EQ(read("SD|:" + std::string(100, 'o') + ":|x10001\n").error().code, ErrorCode::too_large);
  EXPECT_TRUE(read("SD|:o:|x100000\n"));
}

TEST(Tab, TempoMeterAndSwingAreReadInTheirSpellings) {
  const auto tempo = [](std::string_view line) {
    const Result<Chart> chart = read(std::string(line) + "\nSD|o|\n");
    return chart && !chart->tempi.empty() ? chart->tempi[0].bpm : 0.0;
  };
  EXPECT_EQ(tempo("Tempo: 120"), 120);
  EXPECT_EQ(tempo("tempo 97.5 bpm"), 97.5);
  EXPECT_EQ(tempo("BPM=120"), 120);
  EXPECT_EQ(tempo("(120bpm, straight)"), 120);
  EXPECT_EQ(tempo("q = 96"), 96);
  EXPECT_EQ(tempo("\u2669=96"), 96);
  EXPECT_EQ(tempo("dotted quarter = 60"), 90);
  EXPECT_EQ(tempo("Slow blues, q. = 60"), 90);
  EXPECT_EQ(tempo("h=60"), 120);
  EXPECT_EQ(tempo("The tempo is yours"), 0);
  EXPECT_EQ(tempo("Track 12"), 0);
  const auto meter = [](std::string_view line) {
    const Result<Chart> chart = read(std::string(line) + "\nSD|o|\n");
    return chart ? std::pair(chart->meters[0].beats, chart->meters[0].unit) : std::pair(0, 0);
  };
  EXPECT_EQ(meter("Time: 7/8"), std::pair(7, 8));
  EXPECT_EQ(meter("time signature 6/8"), std::pair(6, 8));
  EXPECT_EQ(meter("12/8"), std::pair(12, 8));
  EXPECT_EQ(meter("Time: 3:45"), std::pair(4, 4));
  EXPECT_EQ(meter("24/12"), std::pair(4, 4));
  const auto swing = [](std::string_view line) { return read(std::string(line) + "\nSD|o|\n")->swing; };
  EXPECT_EQ(swing("Swing: 1.9"), 1.9);
  EXPECT_NEAR(swing("Swing: 66%"), 1.941, 0.001);
  EXPECT_EQ(swing("Swing it"), 1);
  EXPECT_EQ(
      strokes("Swing: 4\nSD|o|\n"),
      "line 1: swing outside 1 to 3.5 (50 % to 77 %). Write long : short, as in Swing: 1.9 or Swing: 66%.");
  EXPECT_EQ(strokes("Tempo: 0\nSD|o|\n"),
            "line 1: a tempo that nobody can play. Write quarter notes a minute, as in Tempo: 120.");
}

TEST(Tab, TempoAndMeterChangeBetweenSystems) {
  const Result<Chart> chart = read("Tempo: 100\n4/4\nSD|oooo|\n\nTempo: 80\n3/4\nSD|ooo|ooo|\n");
  ASSERT_TRUE(chart);
  EXPECT_EQ(chart->meters, (std::vector<MeterChange>{{0, 4, 4}, {kTicksPerWhole, 3, 4}}));
  EXPECT_EQ(chart->tempi, (std::vector<TempoChange>{{0, 100}, {kTicksPerWhole, 80}}));
  EXPECT_EQ(chart->length, kTicksPerWhole * 10 / 4);
}

TEST(Tab, BarsBeforeTheFirstTempoArePlayedAtIt) {
  const Result<Chart> chart = read("SD|o|\n\nTempo: 80\nSD|o|\n");
  ASSERT_TRUE(chart);
  EXPECT_EQ(chart->tempi, (std::vector<TempoChange>{{0, 80}}));
}

TEST(Tab, ALowTomBesideAFloorTomIsTheMidTom) {
  EXPECT_EQ(strokes("HT|x---|\nLT|-x--|\nFT|--x-|\n"), "1:1 tom_high\n1:2 tom_mid\n1:3 tom_low\n");
  EXPECT_EQ(strokes("HT|x---|\nMT|-x--|\nLT|--x-|\n"), "1:1 tom_high\n1:2 tom_mid\n1:3 tom_low\n");
}

TEST(Tab, XOnTheSnareIsACrossStickOnlyBesideO) {
  EXPECT_EQ(strokes("SD|x-|\n"), "1:1 snare\n");
  EXPECT_EQ(strokes("SD|xo|\n"), "1:1 cross_stick\n1:3 snare\n");
}

TEST(Tab, AStickingLineSpeaksForTheLinesAboveIt) {
  EXPECT_EQ(strokes("HH|x-|\nST|R-|\nSD|x-|\nST|L-|\nBD|o-|\n"), "1:1 kick\n1:1 snare L\n1:1 hat_closed R\n");
  EXPECT_EQ(strokes("ST|RL|\nSD|oo|\nBD|o-|\n"), "1:1 kick\n1:1 snare R\n1:3 snare L\n");
  EXPECT_EQ(strokes("SD|oo|\nST|R?|\n"),
            "line 2: a sticking line has letters other than R, L and -. Write R, L or -.");
}

TEST(Tab, InstrumentsThatNoChartHoldsAreReadOver) {
  EXPECT_EQ(strokes("CB|x-x-|\nSD|--o-|\n"), "1:3 snare\n");
}

TEST(Tab, LegendsTablesAndOtherTabsAreText) {
  const std::string around =
      "| HH | Hi-Hat |\nHH|Hi-Hat\nC | Crash cymbal\no| "
      "open\n|-----|-----|\n|1---2---3---|\ne|--0--3--|\nGtr | x, - | y |\n";
  EXPECT_EQ(strokes(around + "\nSD|o---|\n"), "1:1 snare\n");
}

TEST(Tab, AWrittenTabIsPlainToRead) {
  Chart chart =
      *read("Title: Two bars\nTempo: 96\nMeter: 4/4\n\nHH|x-x-x-o-|xxx xx x xx|\nSD|--O---gf|--- -- - --|\n");
  EXPECT_EQ(written(chart),
            "Title: Two bars\nTempo: 96\nMeter: 4/4\n\n"
            "HH|x-x-x-o-|xxx xx x xx|\n"
            "SD|--O---gf|--- -- - --|\n\n");
}

TEST(Tab, OpenHatsGetTheirOwnLineWhereTheLettersDoNotSuffice) {
  const Chart chart = *read("HH|x-x-|\nHO|--f-|\n");
  EXPECT_EQ(written(chart), "Meter: 4/4\n\nHH|x-x-|\nHO|--f-|\n\n");
}

TEST(Tab, TempoChangesInsideABarMoveToTheNextBarLine) {
  Chart chart = *read("Tempo: 100\nSD|oooo|oooo|\n");
  chart.tempi.push_back({kTicksPerQuarter, 120});
  const Result<Chart> again = read(written(chart));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->tempi, (std::vector<TempoChange>{{0, 100}, {kTicksPerWhole, 120}}));
}

// 64 beats of 24 cells, and the blanks between them.
TEST(Tab, TheWidestBarThatIsWrittenIsRead) {
  std::string cells;
  for (int c = 0; c < 997; ++c) cells += c % 3 == 0 ? 'x' : '-';
  const Result<Chart> first = read(written(*read("Meter: 64/4\nHH|" + cells + "|\n")));
  ASSERT_TRUE(first) << first.error().line();
  const Result<Chart> again = read(written(*first));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *first);
}

TEST(Tab, TitlesBecomeOneLineOfUtf8) {
  EXPECT_EQ(read("Title:  caf\xE9 \x01 \nSD|o|\n")->title, "caf\u00e9");
  EXPECT_EQ(read("Title: Caf\u00e9\nSD|o|\n")->title, "Caf\u00e9");
}

}  // namespace
}  // namespace firstchair::charts
