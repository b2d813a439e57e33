#include "report/text/burn_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "report/report.h"
#include "report/text/burn_head.h"
#include "report/text/facts.h"
#include "report/text/words.h"
#include "testing/report/take_fixture.h"

namespace firstchair::report {
namespace {

// Snare strokes a second apart: 14 ms early, 3 ms late, 30 ms late, and one that is missed.
//
//   s        0      1      2      3      4
//   snare          -14    +3     +30     x
Take four() {
  Take take;
  take.source.rate = 1000;
  take.reading.chart_given = true;
  const double errors[] = {-14, 3, 30};
  for (int k = 0; k < 4; ++k) {
    take.chart.notes.push_back({.tick = k * kTicksPerQuarter, .voice = Voice::snare});
    const double target = 1000. * (k + 1);
    Match match{.kind = MatchKind::missed, .note = k, .target = target};
    if (k < 3) {
      Hit hit;
      hit.frame = std::llround(target + errors[k]);
      hit.voice = Voice::snare;
      hit.timed = true;
      take.hits.push_back(hit);
      match.kind = MatchKind::matched;
      match.hit = k;
      match.error_ms = errors[k];
    }
    take.alignment.matches.push_back(match);
    take.verdict.local_error_ms.push_back(0);
  }
  take.chart.length = 4 * kTicksPerQuarter;
  return take;
}

cut::Form one_bar() {
  cut::Form form;
  form.bars = {{.number = 7, .start_s = 1, .end_s = 5, .beats = 4}};
  return form;
}

std::vector<std::string> lines_with(const std::string& script, const std::string& what) {
  std::vector<std::string> found;
  std::istringstream lines(script);
  for (std::string line; std::getline(lines, line);)
    if (line.find(what) != std::string::npos) found.push_back(line);
  return found;
}

TEST(BurnText, EveryStrokeStandsThereFromItsTimeOnUntilTheNext) {
  const std::string script = burn_script(four(), one_bar(), {}, {.from_s = .5, .to_s = 5.5});
  const std::vector<std::string> early = lines_with(script, "\u221214 ms"),
                                 near = lines_with(script, "+3 ms"), late = lines_with(script, "+30 ms"),
                                 missed = lines_with(script, "}missed");
  ASSERT_EQ(early.size(), 1U);
  ASSERT_EQ(near.size(), 1U);
  ASSERT_EQ(late.size(), 1U);
  ASSERT_EQ(missed.size(), 1U);
  EXPECT_EQ(early[0].substr(0, 36), "Dialogue: 3,0:00:00.49,0:00:01.50,t,");
  EXPECT_EQ(late[0].substr(0, 36), "Dialogue: 3,0:00:02.53,0:00:03.50,t,");
  EXPECT_EQ(missed[0].substr(0, 36), "Dialogue: 3,0:00:03.50,0:00:05.00,t,");
}

TEST(BurnText, ColourAndShapeSayTheSideAlike) {
  const std::string script = burn_script(four(), one_bar(), {}, {.from_s = .5, .to_s = 5.5});
  for (const auto& [words, colour, corners] :
       {std::tuple{"\u221214 ms", "FFB062", 2}, {"+3 ms", "E4EDF0", 0}, {"+30 ms", "4DA0FF", 2}}) {
    const std::string said = lines_with(script, words).at(0), span = said.substr(0, 36);
    EXPECT_NE(said.find(colour), std::string::npos) << words;
    std::string dot;
    for (const std::string& line : lines_with(script, span))
      if (line.find("\\p1") != std::string::npos) dot = line;
    EXPECT_NE(dot.find(colour), std::string::npos) << words;
    EXPECT_EQ(dot.find(" b ") == std::string::npos, corners == 2) << words;
  }
}

TEST(BurnText, BeatsAreCountedAndSlowTimeIsLonger) {
  const std::string whole = burn_script(four(), one_bar(), {}, {.from_s = .5, .to_s = 5.5}),
                    half = burn_script(four(), one_bar(), {},
                                       {.from_s = .5, .to_s = 5.5, .pace = {.speed = .5}});
  EXPECT_EQ(lines_with(whole, "}7.3").at(0).substr(0, 36), "Dialogue: 2,0:00:02.50,0:00:03.50,t,");
  EXPECT_EQ(lines_with(half, "}7.3").at(0).substr(0, 36), "Dialogue: 2,0:00:05.00,0:00:07.00,t,");
  EXPECT_EQ(lines_with(half, "+30 ms").at(0).substr(0, 36), "Dialogue: 3,0:00:05.06,0:00:07.00,t,");
  // On the third beat four small dots stand there, and a large one.
  std::size_t dots = 0;
  for (const std::string& line : lines_with(half, "\\p1"))
    dots += line.find(" b ") != std::string::npos && line.substr(12, 10) <= "0:00:05.00" &&
            line.substr(23, 10) >= "0:00:07.00" && line.substr(10, 1) != "3";
  EXPECT_EQ(dots, 5U);
}

// Held for half a second at 3.1 s of the take, which is 5.2 s of the film; it goes on at 5.7.
TEST(BurnText, WhereItIsHeldTheStrokesNumberStandsLarge) {
  Take take = four();
  take.verdict.floor_ms = 3;
  const Match& match = take.alignment.matches[2];
  EXPECT_EQ(stroke_words(take, match), "Snare 30 ms late, ±6");
  const BurnConfig config{
      .from_s = .5, .to_s = 5.5, .pace = {.speed = .5, .hold_at_s = 3.1, .hold_s = .5}, .held_stroke = 2};
  const std::string script = burn_script(take, one_bar(), {}, config);
  EXPECT_EQ(lines_with(script, "}Snare 30 ms late, ±6").at(0).substr(0, 36),
            "Dialogue: 3,0:00:05.20,0:00:05.70,t,");
  // What began before goes on, and what comes behind comes later.
  EXPECT_EQ(lines_with(script, "+30 ms").at(0).substr(0, 36), "Dialogue: 3,0:00:05.06,0:00:07.50,t,");
  const std::optional<BurnHead> head = read_burn_head(script);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->pace, config.pace);
  EXPECT_FALSE(head->clicks || head->made_up);
  take.verdict.floor_ms = 0;
  EXPECT_EQ(stroke_words(take, match), "Snare 30 ms late");
}

TEST(BurnText, ClicksStandOnThePulseAndAreReadAgain) {
  Take take = four();
  for (int k = 0; k < 6; ++k)
    take.alignment.pulse.push_back({.tick = k * kTicksPerQuarter, .frame = 1000. * k, .bpm = 60});
  const BurnConfig config{.from_s = .5, .to_s = 5.5, .pace = {.speed = .5}, .clicks = true, .made_up = true};
  const std::string script = burn_script(take, one_bar(), {}, config);
  const std::optional<BurnHead> head = read_burn_head(script);
  ASSERT_TRUE(head);
  EXPECT_TRUE(head->clicks && head->made_up);
  const std::vector<BurnClick> clicks = read_burn_clicks(script);
  ASSERT_EQ(clicks.size(), 5U);
  for (std::size_t k = 0; k < 5; ++k) {
    EXPECT_DOUBLE_EQ(clicks[k].at_s, 1. + 2. * static_cast<double>(k));
    EXPECT_EQ(clicks[k].accent, k == 0) << k;  // the bar begins at 1 s
  }
  // Comments are clicks, and only where the head says that there are some.
  EXPECT_FALSE(read_burn_head(script + "Comment: 0,0:00:00.00,0:00:00.00,t,,0,0,0,,click off\n"));
  std::string other = script;
  other.erase(other.find(", clicks instead of its sound"), 29);
  EXPECT_FALSE(read_burn_head(other));
}

TEST(BurnText, ABarThatLiesApartSaysSoWithItsInterval) {
  BarVerdict bar;
  bar.bar = 7;
  bar.fault = BarFault::lean;
  bar.fault_line = Line::snare;
  bar.lines.resize(1);
  bar.lines[0].line = Line::snare;
  bar.lines[0].lean_ms = 24.4;
  bar.lines[0].lean_low = 20.2;
  bar.lines[0].lean_high = 28.6;
  EXPECT_EQ(bar_words(bar), "Bar 7: snare 24 ms late, ±4");
  const std::string script = burn_script(four(), one_bar(), std::span(&bar, 1), {.from_s = .5, .to_s = 5.5});
  EXPECT_EQ(lines_with(script, "}Bar 7: snare").at(0).substr(0, 36), "Dialogue: 2,0:00:00.50,0:00:04.50,t,");
  // With only the worst bars nothing stands in the picture outside of them: bar 7 ends at 4.5.
  const BurnConfig worst{.from_s = .5, .to_s = 5.5, .only_worst = true};
  const std::string only = burn_script(four(), one_bar(), std::span(&bar, 1), worst);
  EXPECT_FALSE(lines_with(only, "}Bar 7: snare").empty());
  for (const std::string& line : lines_with(only, "Dialogue: "))
    EXPECT_LE(line.substr(23, 10), "0:00:04.50") << line;
  bar.fault = BarFault::none;
  EXPECT_TRUE(lines_with(burn_script(four(), one_bar(), std::span(&bar, 1), worst), "Dialogue: ").empty());
  EXPECT_EQ(bar_words(bar), "");
}

TEST(BurnText, ATakesLeansAndItsOrderAreTheReportsOwnWords) {
  const Take take = testing::play(testing::rock_chart(16), {.seed = 3});
  const std::string script = burn_script(take, {}, {}, {.from_s = 0, .to_s = 30});
  EXPECT_EQ(lines_with(script, "}" + order_text(take)).size(), 1U);
  int said = 0;
  for (const Line line : lines_of(take)) {
    const Metric* metric = find(take, Measure::placement, line);
    if (metric == nullptr || !measured(*metric)) continue;
    const int decimals = decimals_for((metric->high - metric->low) / 2);
    const std::string size = number(std::abs(metric->value), decimals);
    for (const std::string& told : lines_with(script, "}mean "))
      said += told.ends_with(size + " " + plus_minus(metric->low, metric->high, decimals));
  }
  EXPECT_GE(said, 2);
  // Without bars the take's time stands in their place.
  EXPECT_EQ(lines_with(script, "}0:07").size(), 1U);
}

TEST(BurnText, NothingStandsOutsideThePicture) {
  const Take take = testing::play(testing::rock_chart(16), {.seed = 3});
  for (const auto& [width, height] : {std::pair{1920, 1080}, {640, 360}, {1080, 1920}, {320, 240}}) {
    const std::string script =
        burn_script(take, {}, {}, {.width = width, .height = height, .from_s = 0, .to_s = 30});
    for (const std::string& line : lines_with(script, "\\pos(")) {
      int x = 0, y = 0;
      ASSERT_EQ(std::sscanf(line.c_str() + line.find("\\pos("), "\\pos(%d,%d)", &x, &y), 2);
      EXPECT_TRUE(x >= 0 && x < width && y >= 0 && y < height) << line;
    }
  }
}

TEST(BurnHead, AScriptSaysWhichPartOfTheTakeItIsOf) {
  const std::string script =
      burn_script(four(), one_bar(), {}, {.from_s = .5, .to_s = 5.5, .pace = {.speed = .25}});
  const std::optional<BurnHead> head = read_burn_head(script);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->width, 1920);
  EXPECT_EQ(head->height, 1080);
  EXPECT_EQ(head->from_s, .5);
  EXPECT_EQ(head->to_s, 5.5);
  EXPECT_EQ(head->pace.speed, .25);
}

TEST(BurnHead, WhatIsNoneOfOursIsNotTaken) {
  const std::string script = burn_script(four(), one_bar(), {}, {.from_s = .5, .to_s = 5.5});
  EXPECT_FALSE(read_burn_head(""));
  EXPECT_FALSE(read_burn_head(script + "[Fonts]\nfontname: a.ttf\n"));
  EXPECT_FALSE(read_burn_head(script + "Dialogue: cut off"));
  EXPECT_FALSE(read_burn_head("[Script Info]\nScriptType: v4.00+\n"));
  // Every byte of the head counts.
  const std::size_t end = script.find("Dialogue: ");
  for (std::size_t at = 0; at < end; at += 7) {
    std::string other = script;
    other[at] = other[at] == '#' ? '%' : '#';
    EXPECT_FALSE(read_burn_head(other)) << at;
  }
  for (const char* const wrong : {"nan to 5.500000", "-1.000000 to 5.500000", "9.000000 to 5.500000"}) {
    std::string other = script;
    other.replace(other.find("0.500000 to 5.500000"), 20, wrong);
    EXPECT_FALSE(read_burn_head(other)) << wrong;
  }
}

}  // namespace
}  // namespace firstchair::report
