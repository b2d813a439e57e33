#include "practice/bar_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "practice/against_click.h"
#include "testing/chance.h"

namespace firstchair::practice {
namespace {

// Bar n holds n kicks, on its first n quarters.
Chart staircase(int bars) {
  Chart chart;
  for (int bar = 0; bar < bars; ++bar) {
    for (int beat = 0; beat <= bar % 4; ++beat)
      chart.notes.push_back({.tick = (4 * bar + beat) * kTicksPerQuarter, .voice = Voice::kick});
  }
  settle(chart);
  return chart;
}

TEST(DrillPlan, WritesTheChosenBarsOutAsOftenAsTheyArePlayed) {
  const Result<DrillPlan> plan = plan_drill(staircase(4), {.from = 2, .to = 3, .times = 3}, {.bpm = 120});
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->bar_numbers, (std::vector<int>{2, 3, 2, 3, 2, 3}));
  EXPECT_EQ(plan->chart.notes.size(), 15U);
  EXPECT_EQ(bars_of(plan->chart).size(), 6U);
  EXPECT_EQ(check_chart(plan->chart), "");
  ASSERT_EQ(plan->bar_lines.size(), 7U);
  for (std::size_t bar = 0; bar <= 6; ++bar)
    EXPECT_NEAR(plan->bar_lines[bar], static_cast<double>(bar) * 96000, 1);
}

TEST(DrillPlan, TheCountInComesBeforeTheFirstBarLine) {
  const Result<DrillPlan> plan =
      plan_drill(staircase(2), {}, {.bpm = 120, .start = 24000, .count_in_bars = 2});
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->bar_lines.front(), 24000 + 2 * 96000);
}

TEST(DrillPlan, BarLinesFollowTheRampAndSoDoesTheChart) {
  ClickPlan click{.bpm = 100};
  click.ramp = {.bars = 1, .step_bpm = 20, .limit_bpm = 140};
  const Result<DrillPlan> plan = plan_drill(staircase(4), {}, click);
  ASSERT_TRUE(plan);
  const std::vector<double> bpm{100, 120, 140, 140};
  for (std::size_t bar = 0; bar < 4; ++bar) {
    EXPECT_NEAR(plan->bar_lines[bar + 1] - plan->bar_lines[bar], 4 * 60 * 48000 / bpm[bar], 1.01) << bar;
    EXPECT_EQ(tempo_at(plan->chart, static_cast<Ticks>(bar) * 4 * kTicksPerQuarter), bpm[bar]);
  }
}

TEST(DrillPlan, OffBeatClicksLeaveTheBarLinesWhereTheyAre) {
  const Result<DrillPlan> on = plan_drill(staircase(2), {}, {.bpm = 90}),
                          off = plan_drill(staircase(2), {}, {.bpm = 90, .offbeat = true});
  ASSERT_TRUE(on && off);
  EXPECT_EQ(on->bar_lines, off->bar_lines);
}

TEST(DrillPlan, RefusesBarsThatAreNotThereAndSeveralMeters) {
  EXPECT_EQ(plan_drill(staircase(2), {.from = 2, .to = 5}, {}).error().code, ErrorCode::usage);
  Chart chart = staircase(2);
  chart.meters.push_back({.tick = 4 * kTicksPerQuarter, .beats = 3, .unit = 4});
  settle(chart);
  EXPECT_EQ(plan_drill(chart, {}, {}).error().code, ErrorCode::unsupported);
  EXPECT_TRUE(plan_drill(chart, {.from = 2, .to = 2}, {}));
}

TEST(DrillPlan, ReadsWhatADrummerWrites) {
  EXPECT_EQ(parse_bars("5-8")->to, 8);
  EXPECT_EQ(parse_bars("5")->to, 5);
  EXPECT_EQ(parse_bars("")->to, 0);
  for (const char* bad : {"5-", "a", "5-8-9", "5 "}) EXPECT_FALSE(parse_bars(bad)) << bad;
  ClickPlan click;
  ASSERT_TRUE(parse_gap("3/1", click));
  EXPECT_EQ(click.gap_on, 3);
  EXPECT_EQ(click.gap_off, 1);
  for (const char* bad : {"3", "0/1", "3/0", "3/1x"}) EXPECT_FALSE(parse_gap(bad, click)) << bad;
  EXPECT_TRUE(parse_ramp("2:4:140:back")->back);
  EXPECT_EQ(parse_ramp("2:4:140")->limit_bpm, 140);
  for (const char* bad : {"2:4", "0:4:140", "2:4:140:bac", "x"}) EXPECT_FALSE(parse_ramp(bad)) << bad;
}

// Two bars with the click, one without: bars 4 and 7 (from 1) are returns.
TEST(DrillPractice, AReturnIsTheFirstBeatUnderTheClickAfterSilentBars) {
  ClickPlan click{.bpm = 120};
  click.gap_on = 2;
  click.gap_off = 1;
  const Result<DrillPlan> plan = plan_drill(staircase(4), {.times = 2}, click);
  ASSERT_TRUE(plan);
  std::vector<DrillStroke> told;
  for (std::size_t n = 0; n < plan->chart.notes.size(); ++n) {
    const Ticks bar = plan->chart.notes[n].tick / (4 * kTicksPerQuarter);
    told.push_back({.hit = {.frame = static_cast<Frames>(n), .voice = Voice::kick},
                    .kind = MatchKind::matched,
                    .note = static_cast<std::int32_t>(n),
                    .error_ms = 10.0 * static_cast<double>(bar)});
  }
  EXPECT_EQ(returns_of(settled(told), *plan), (std::vector<double>{30, 60}));
}

TEST(DrillPractice, OnlyWhatAnswersANoteInTimeCountsAndTheLastWordDoes) {
  DrillStroke stroke{.hit = {.frame = 5}, .kind = MatchKind::matched, .note = 0, .error_ms = 3};
  DrillStroke extra = stroke, elsewhere = stroke, again = stroke;
  extra.kind = MatchKind::extra;
  extra.hit.frame = 6;
  elsewhere.elsewhere = true;
  elsewhere.hit.frame = 7;
  again.revised = true;
  again.error_ms = 9;
  const std::vector<DrillStroke> left = settled({stroke, extra, elsewhere, again});
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].error_ms, 9);
}

TEST(DrillPractice, SpreadAndLevelTogetherAreFatigue) {
  testing::Chance chance(3);
  const auto told = [&](double wider, double softer) {
    std::vector<DrillStroke> strokes;
    for (int n = 0; n < 6 * judge::kEnduranceBlock; ++n) {
      const bool late = n >= 3 * judge::kEnduranceBlock;
      strokes.push_back(
          {.hit = {.frame = n * 12000,
                   .voice = Voice::snare,
                   .strength = static_cast<float>(100 * std::pow(10, -(late ? softer : 0) / 20))},
           .kind = MatchKind::matched,
           .note = n,
           .error_ms = (late ? wider : 1) * 10 * chance.normal()});
    }
    return strokes;
  };
  EXPECT_TRUE(fatigue_so_far(told(2, 4), 48000).stop());
  EXPECT_EQ(fatigue_so_far(told(2, 0), 48000).signs(), 1);
  EXPECT_FALSE(fatigue_so_far(told(1, 0), 48000).stop());
}

// A bar whose strokes all come a sixteenth late is another place in time; a player who is late throughout is
// not.
TEST(DrillPractice, ABarIsLostWhenItsStrokesAreAQuarterOfTheSpacingAway) {
  const Result<DrillPlan> plan = plan_drill(staircase(4), {}, {.bpm = 120});
  ASSERT_TRUE(plan);
  const auto told = [&](double all, double third_bar) {
    std::vector<DrillStroke> strokes;
    for (std::size_t n = 0; n < plan->chart.notes.size(); ++n) {
      const bool third = plan->chart.notes[n].tick / (4 * kTicksPerQuarter) == 2;
      strokes.push_back({.hit = {.frame = static_cast<Frames>(n), .voice = Voice::kick},
                         .kind = MatchKind::matched,
                         .note = static_cast<std::int32_t>(n),
                         .error_ms = all + (third ? third_bar : 0)});
    }
    return strokes;
  };
  EXPECT_FALSE(lost_a_bar(told(0, 30), *plan));
  EXPECT_FALSE(lost_a_bar(told(140, 0), *plan));
  EXPECT_TRUE(lost_a_bar(told(0, 200), *plan));  // quarters are 500 ms apart
  EXPECT_FALSE(lost_a_bar({}, *plan));
}

TEST(DrillPractice, LaidAgainstTheClickEveryNoteIsAnsweredOrMissed) {
  const Result<DrillPlan> plan = plan_drill(staircase(4), {}, {.bpm = 120});
  ASSERT_TRUE(plan);
  DrillConfig config;
  config.session.source.kind = SourceKind::midi;
  config.session.source.rate = plan->click.rate;
  config.session.chart = plan->chart;
  config.bar_lines = plan->bar_lines;
  Result<Drill> drill = Drill::make(config);
  ASSERT_TRUE(drill);
  std::vector<Hit> hits;
  for (std::size_t n = 1; n < plan->chart.notes.size(); ++n) {
    const Note& note = plan->chart.notes[n];
    hits.push_back(
        {.frame = 24000 * note.tick / kTicksPerQuarter + 480, .voice = note.voice, .strength = 90});
  }
  hits.push_back({.frame = 100000, .voice = Voice::crash, .strength = 90});  // extra, in the second bar
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  for (const Hit& hit : hits) drill->push(std::span(&hit, 1));
  drill->finish();
  const Take take = drill->against_click();
  int matched = 0, missed = 0, extra = 0;
  for (std::size_t i = 0; i < take.alignment.matches.size(); ++i) {
    const Match& m = take.alignment.matches[i];
    matched += m.kind == MatchKind::matched;
    EXPECT_NEAR(m.error_ms, m.kind == MatchKind::matched ? 10 : 0, 1e-6);
    missed += m.kind == MatchKind::missed;
    extra += m.kind == MatchKind::extra;
    EXPECT_TRUE(i == 0 || m.target >= take.alignment.matches[i - 1].target);
    EXPECT_TRUE(m.kind != MatchKind::extra || m.tick == 4 * kTicksPerQuarter);
  }
  EXPECT_EQ(matched, 9);
  EXPECT_EQ(missed, 1);
  EXPECT_EQ(extra, 1);
  EXPECT_EQ(take.reading.bpm, 120);
}

TEST(BarPlan, ReadsTheBeatsThatAreAccented) {
  EXPECT_EQ(*parse_accents("1"), 1u);
  EXPECT_EQ(*parse_accents("1, 3 5"), 0b10101u);
  EXPECT_EQ(*parse_accents("64"), std::uint64_t{1} << 63);
  EXPECT_EQ(*parse_accents("0"), 0u);
  for (const char* wrong : {"", " ", "65", "-1", "1;3", "a"}) EXPECT_FALSE(parse_accents(wrong)) << wrong;
}

}  // namespace
}  // namespace firstchair::practice
