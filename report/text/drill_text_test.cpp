#include "report/text/drill_text.h"

#include <gtest/gtest.h>

#include <sstream>

#include "report/text/text.h"

namespace firstchair::report {
namespace {

BarVerdict bar_of(int lines = 2) {
  BarVerdict bar{.bar = 12, .lines = {}, .hits = {.notes = 12, .missed = 1, .extra = 2}};
  for (int l = 0; l < lines; ++l) {
    bar.lines.push_back({.line = static_cast<Line>(l),
                         .hits = {.notes = 6, .missed = l == 0, .extra = l == 0 ? 2 : 0},
                         .timed = 5,
                         .measured = true,
                         .lean_ms = l == 0 ? -4.0 : 18.2,
                         .lean_low = l == 0 ? -10.0 : 12.2,
                         .lean_high = l == 0 ? 2.0 : 24.2,
                         .spread_measured = true,
                         .spread_ms = 8,
                         .spread_low = 6,
                         .spread_high = 11});
  }
  return bar;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

DrillScreen full_screen() {
  return {.title = "Rock eighths",
          .bpm = 92,
          .played_bpm = 93.1,
          .played_low = 92.2,
          .played_high = 94.0,
          .bar = 13,
          .done = 12,
          .bars = 16,
          .beat = 3,
          .seconds = 31,
          .dropouts = 1,
          .source = "microphone, round trip 12.3 ms ±0.1",
          .last = bar_of(kLineCount),
          .message = "Stop."};
}

TEST(DrillText, ABarInOneLineHasEveryNumberWithItsInterval) {
  EXPECT_EQ(bar_text(bar_of()),
            "Bar 12: kick 4 ms early ±6, spread 8 ms (6 to 11); snare 18 ms late ±6, spread 8 ms (6 to 11); "
            "1 missed, 2 extra of 12.");
}

TEST(DrillText, ABarSaysWhatCannotBeToldApartAndWhenNothingWasHeard) {
  BarVerdict bar = bar_of(0);
  bar.hits = {.notes = 12, .wrong = 1, .covered = 3};
  EXPECT_EQ(bar_text(bar), "Bar 12: 0 missed, 0 extra of 12, 1 on another drum; 3 not to be told apart.");
  bar.played = false;
  EXPECT_EQ(bar_text(bar), "Bar 12: 0 of 12 notes heard.");
}

TEST(DrillText, ALineWithoutAnIntervalHasNoNumber) {
  BarVerdict bar = bar_of();
  bar.lines[1].measured = false;
  EXPECT_EQ(bar_text(bar).find("snare"), std::string::npos);
}

TEST(DrillText, TheStopNamesTheBarTheFaultAndWhereToBeginAgain) {
  BarVerdict bar = bar_of();
  bar.fault = BarFault::lean;
  bar.fault_line = Line::snare;
  EXPECT_EQ(stop_text(bar, 11), "Stop. Bar 12: snare 18 ms late ±6. Again from 11.");
  bar.fault = BarFault::hits;
  EXPECT_EQ(stop_text(bar, 11), "Stop. Bar 12: 1 missed, 2 extra of 12. Again from 11.");
}

TEST(DrillText, OwnTimeAndEnduranceCarryTheirIntervals) {
  const OwnTime time{.gaps = 9,
                     .measured = true,
                     .mean_ms = -46,
                     .mean_low = -58,
                     .mean_high = -34,
                     .spread_ms = 21,
                     .spread_low = 15,
                     .spread_high = 36};
  EXPECT_EQ(own_time_text(time, 2), "2 bars silent: back 46 ms early ±12, spread 21 ms (15 to 36), 9 gaps.");
  OwnTime few;
  few.gaps = 3;
  EXPECT_EQ(own_time_text(few, 1), "1 bar silent: 3 of 8 gaps, too few for a number.");
  const Endurance tired{.blocks = 9,
                        .measured = true,
                        .minutes = 6.2,
                        .spread = 28,
                        .spread_low = 9,
                        .spread_high = 50,
                        .level = -0.4,
                        .level_low = -0.7,
                        .level_high = -0.1};
  EXPECT_EQ(
      endurance_text(tired),
      "Spread up 28 % a minute (9 to 50), level down 0.4 dB a minute (-0.7 to -0.1), over 6.2 minutes.");
  EXPECT_EQ(endurance_text({}), "");
}

TEST(DrillText, ASilentBarAndASilentWhileAreSaidToBe) {
  const BarVerdict bar{.bar = 3, .lines = {}, .hits = {.notes = 8, .missed = 8}, .played = false};
  EXPECT_EQ(nothing_heard_text(bar, false),
            "Nothing heard in bar 3. Is the microphone on, and the right one?");
  EXPECT_EQ(nothing_heard_text(bar, true), "Nothing heard in bar 3. Is the e-kit on, and the right one?");
  EXPECT_EQ(nothing_heard_text(4, false), "Nothing heard in 4 s. Is the microphone on, and the right one?");
}

TEST(DrillText, TheScreenFitsAnyTerminal) {
  for (const int columns : {20, 40, 80, 132}) {
    for (const int rows : {1, 5, 24, 50}) {
      const std::vector<std::string> lines = lines_of(drill_screen(full_screen(), columns, rows, false));
      EXPECT_LE(static_cast<int>(lines.size()), rows);
      for (const std::string& line : lines) EXPECT_LE(report::columns(line), columns) << line;
      const std::vector<std::string> painted = lines_of(drill_screen(full_screen(), columns, rows, true));
      for (std::string line : painted) {
        for (std::size_t escape; (escape = line.find('\x1b')) != std::string::npos;)
          line.erase(escape, line.find('m', escape) - escape + 1);
        EXPECT_LE(report::columns(line), columns) << line;
      }
    }
  }
}

TEST(DrillText, ColourNeverStandsAlone) {
  const std::string colour = drill_screen(full_screen(), 80, 24, true);
  EXPECT_NE(colour.find("\x1b[38;5;208m18 ms late"), std::string::npos);
  const std::string bare = drill_screen(full_screen(), 80, 24, false);
  EXPECT_EQ(bare.find('\x1b'), std::string::npos);
  EXPECT_NE(bare.find("18 ms late ±6"), std::string::npos);
  EXPECT_NE(bare.find("[3]"), std::string::npos);
}

TEST(DrillText, TheCountInSaysSoAndATitleCannotBreakTheScreen) {
  DrillScreen screen;
  screen.title = "a\x1b[2Jb\n";
  screen.beat = 2;
  screen.counting_in = true;
  const std::string text = drill_screen(screen, 80, 24, false);
  EXPECT_NE(text.find("Count-in"), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace firstchair::report
