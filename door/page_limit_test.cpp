// The search for the breaking tempo over a page's drills: an e-kit whose spread grows with the tempo.
#include "door/page_limit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "testing/chance.h"
#include "testing/judge/made_take.h"

namespace firstchair::door {
namespace {

using nlohmann::json;

constexpr double kRate = 48000;
constexpr double kBreaksAt = 150;

class PageLimitTest : public ::testing::Test {
 protected:
  PageLimit open(const std::string& settings) {
    const Result<PageLimitSettings> read = parse_limit_settings(settings, chart);
    EXPECT_TRUE(read) << read.error().line();
    return PageLimit(*read, judge::default_norms());
  }

  // Plays the excerpt that comes next; its spread passes the professionals' range at kBreaksAt. Returns the
  // tempo.
  double play(PageLimit& limit) {
    const Result<PageDrillSettings> wishes = parse_drill_settings(
        "rate 48000\nmidi 1\nbpm 55\nsubdivision 4\ngap_on 1\ngap_off 1\nstop 1\n", chart);
    Result<PageDrill> drill = PageDrill::make(chart, limit.excerpt(*wishes), judge::default_norms());
    EXPECT_TRUE(drill) << drill.error().line();
    const practice::DrillPlan& plan = drill->plan();
    EXPECT_EQ(plan.click.subdivision, 1);
    EXPECT_EQ(plan.click.gap_off, 0);
    const double bpm = plan.click.bpm, quarter = 60 * kRate / bpm;
    const double ms = 1.33 * judge::default_norms().reference_ms(Line::snare, 60000 / bpm) *
                      std::pow(bpm / kBreaksAt, 2.5 / std::log(2.0));
    std::vector<Frames> strokes;
    for (const Note& note : plan.chart.notes) {
      const double at = plan.bar_lines.front() + quarter * static_cast<double>(note.tick) / kTicksPerQuarter;
      strokes.push_back(std::llround(at + ms * chance.normal() * kRate / 1000));
    }
    std::sort(strokes.begin(), strokes.end());
    std::vector<float> in(128), out(128);
    std::size_t next = 0;
    for (Frames frame = 0; !drill->over(); frame += 128) {
      for (; next < strokes.size() && strokes[next] < frame; ++next) drill->note(strokes[next], 38, 100);
      drill->block(in, out);
    }
    drill->finish();
    limit.add(*drill);
    return bpm;
  }

  Chart chart = testing::alternating(2, 4, Voice::snare);
  testing::Chance chance{3};
};

TEST_F(PageLimitTest, FindsTheTempoAtWhichAnEKitBreaksAndThenCoolsDown) {
  PageLimit limit = open("prior_bpm 120\n");
  while (!limit.done()) {
    const json before = json::parse(limit.json());
    EXPECT_EQ(before["times"], 4);  // eight bars
    EXPECT_EQ(play(limit), before["bpm"]);
  }
  const json found = json::parse(limit.json());
  const auto& after = found["trials"].back()["limit_bpm"];
  EXPECT_LE(after[1].get<double>(), 1.04 * kBreaksAt) << found;
  EXPECT_GE(after[2].get<double>(), 0.96 * kBreaksAt) << found;
  EXPECT_TRUE(found["text"].get<std::string>().starts_with("Breaks at ")) << found;
  EXPECT_NEAR(std::exp2(found["log2_bpm"].get<double>()), after[0], 0.1);
  for (const json& trial : found["trials"]) {
    EXPECT_TRUE(trial["text"].get<std::string>().starts_with(trial["clean"] ? "Held at " : "Broke at "));
    EXPECT_LT(trial["limit_bpm"][1].get<double>(), trial["limit_bpm"][0].get<double>());
  }
  EXPECT_LT(found["bpm"].get<double>(), after[0].get<double>());
  EXPECT_EQ(play(limit), found["bpm"]);
  EXPECT_EQ(json::parse(limit.json()), found) << "the cool-down counted";
}

TEST_F(PageLimitTest, SaysWhatComesNextAndWhatTheLastTakeTold) {
  PageLimit limit = open("prior_bpm 120\nmost 2\n");
  const json none = json::parse(limit.json());
  EXPECT_EQ(none["next"], "Take 1 of at most 2: " + std::to_string(none["bpm"].get<int>()) + ".");
  EXPECT_FALSE(none.contains("said"));
  play(limit);
  const json one = json::parse(limit.json());
  EXPECT_TRUE(one["next"].get<std::string>().starts_with("Take 2 of at most 2: ")) << one;
  EXPECT_EQ(one["said"], one["trials"][0]["text"].get<std::string>() + " " + one["text"].get<std::string>());
  play(limit);
  const json both = json::parse(limit.json());
  EXPECT_TRUE(both["next"].get<std::string>().starts_with("Cool-down: ")) << both;
  EXPECT_EQ(both["said"], both["text"].get<std::string>() + " " + both["next"].get<std::string>());
}

TEST_F(PageLimitTest, ForgetsATakeThatIsThrownAway) {
  PageLimit limit = open("prior_bpm 120\n");
  EXPECT_FALSE(limit.discard_last());
  play(limit);
  const json one = json::parse(limit.json());
  play(limit);
  EXPECT_EQ(json::parse(limit.json())["trials"].size(), 2U);
  EXPECT_TRUE(limit.discard_last());
  json after = json::parse(limit.json());
  EXPECT_EQ(after["said"], "Take 2 thrown away. " + one["text"].get<std::string>());
  after["said"] = one["said"];
  EXPECT_EQ(after, one);
  EXPECT_TRUE(limit.discard_last());
  EXPECT_EQ(json::parse(limit.json())["said"], "Take 1 thrown away.");
}

// Excerpts of some five minutes each: after ten minutes over 90 % of the limit it says so.
TEST_F(PageLimitTest, SaysWhenTheDaysSpeedWorkIsFull) {
  PageLimit limit = open("prior_bpm 140\ntimes 100\n");
  double minutes = 0;
  while (minutes < 10 && !limit.done()) {
    const json before = json::parse(limit.json());
    EXPECT_FALSE(before.contains("guard")) << minutes;
    const double at = before["trials"].empty() ? 140 : before["trials"].back()["limit_bpm"][0].get<double>();
    const double bpm = play(limit);
    if (bpm > 0.9 * at) minutes += 100 * 2 * 4 / bpm;
  }
  ASSERT_GE(minutes, 10);
  const json full = json::parse(limit.json());
  const std::string said = full["guard"];
  EXPECT_TRUE(full["said"].get<std::string>().ends_with(" " + said)) << full;
  EXPECT_TRUE(said.ends_with(" min over 90 % of the limit today, 10 min is enough: slower from here."))
      << said;
}

TEST_F(PageLimitTest, BeginsWhereAnEarlierSearchEnded) {
  const auto prior = [&](const std::string& text) { return parse_limit_settings(text, chart)->limit; };
  EXPECT_NEAR(prior("known_log2_bpm 7\nknown_sigma_oct 0.1\n").prior_bpm, 128, 1e-9);
  EXPECT_LT(prior("known_log2_bpm 7\n").prior_sd_oct, prior("").prior_sd_oct);
  EXPECT_EQ(prior("known_log2_bpm 7\nprior_bpm 90\n").prior_bpm, 90);
}

TEST_F(PageLimitTest, RefusesALetterAndANumberThatAreNone) {
  EXPECT_FALSE(parse_limit_settings("letter E\n", chart));
  EXPECT_FALSE(parse_limit_settings("letter CC\n", chart));
  EXPECT_FALSE(parse_limit_settings("most 0\n", chart));
  EXPECT_FALSE(parse_limit_settings("bpm 100\n", chart));
}

}  // namespace
}  // namespace firstchair::door
