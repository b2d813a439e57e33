#include "apps/chairs/declaration.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "testing/judge/playing_drummer.h"

namespace firstchair::audition {
namespace {

Declaration some_declaration() {
  Declaration d;
  d.title = "Spring";
  for (int e = 0; e < 4; ++e) {
    Chart chart = testing::plain_rock_chart(16);
    chart.title = "Excerpt";
    d.excerpts.push_back({chart, 96.5, 32, 1 + 0.5 * e});
  }
  d.weights = {1, 0.25, 0.5, 0};
  d.musts.asked[static_cast<int>(chairs::Must::drift)] = false;
  d.musts.lean_ms = 12;
  d.claim = chairs::Claim::again;
  d.tau = 0.1;
  d.missing = Missing::out;
  d.tie_break = TieBreak::play_again;
  return d;
}

TEST(Declaration, ConditionsOfAttemptsComeBackAndAreHeldToTheirBounds) {
  Declaration d = some_declaration();
  d.attempts = Conditions{.level = Level::sent,
                          .source = SourceKind::audio,
                          .draw_percent = 1.5,
                          .appeal_hours = 24,
                          .opens_s = 1764374400,
                          .closes_s = 1764460800};
  const nlohmann::json json = declaration_json(d);
  const Result<Declaration> read = read_declaration(json);
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(declaration_json(*read), json);
  EXPECT_EQ(read->attempts->level, Level::sent);
  EXPECT_EQ(read->attempts->closes_s, 1764460800);
  d.attempts->draw_percent = 2.5;
  EXPECT_EQ(unlike_an_audition(d), "a tempo is drawn within 0 to 2 % of the one asked");
  d.attempts->draw_percent = 2;
  d.attempts->closes_s = 5;
  EXPECT_EQ(unlike_an_audition(d), "the last day comes before the first");
  d.attempts->closes_s = 0;
  d.excerpts[1].bpm = 0;
  EXPECT_EQ(unlike_an_audition(d), "excerpt 2: attempts have a tempo that is asked");
  nlohmann::json broken = json;
  broken["attempts"]["level"] = "proctored";
  EXPECT_FALSE(read_declaration(broken));
}

TEST(Declaration, ComesBackAsItWas) {
  const nlohmann::json json = declaration_json(some_declaration());
  const Result<Declaration> read = read_declaration(json);
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(declaration_json(*read), json);
  EXPECT_EQ(read->excerpts[3].weight, 2.5);
  EXPECT_EQ(read->excerpts[0].chart, some_declaration().excerpts[0].chart);
  EXPECT_EQ(read->claim, chairs::Claim::again);
  EXPECT_FALSE(read->musts.asked[static_cast<int>(chairs::Must::drift)]);
  EXPECT_EQ(read->musts.lean_ms, 12);
}

TEST(Declaration, WithoutOneOfItsPartsIsNone) {
  const nlohmann::json whole = declaration_json(some_declaration());
  for (const auto& [name, value] : whole.items()) {
    nlohmann::json less = whole, other = whole;
    less.erase(name);
    other[name] = 0.5;
    EXPECT_FALSE(read_declaration(less)) << name;
    EXPECT_FALSE(read_declaration(other)) << name;
  }
  for (const nlohmann::json& none : {nlohmann::json(), nlohmann::json(3), nlohmann::json::array()})
    EXPECT_FALSE(read_declaration(none));
}

TEST(Declaration, SaysWhatIsTooShortOrTooMuch) {
  Declaration d = some_declaration();
  d.excerpts[1].bars = 12;
  EXPECT_EQ(unlike_an_audition(d), "excerpt 2: 12 bars; 16 are needed");
  d = some_declaration();
  d.excerpts.pop_back();
  EXPECT_EQ(unlike_an_audition(d), "who would play best again needs at least 4 excerpts");
  d.claim = chairs::Claim::played;
  EXPECT_EQ(unlike_an_audition(d), "");
  d.excerpts[0].bpm = 900;
  EXPECT_EQ(unlike_an_audition(d), "excerpt 1: a tempo is 20 to 400 BPM");
  d.excerpts.clear();
  EXPECT_EQ(unlike_an_audition(d), "an audition has 1 to 16 excerpts");
}

TEST(Declaration, NumbersAreTextsOfFixedDecimals) {
  EXPECT_EQ(decimal(0.41266, 4), "0.4127");
  EXPECT_EQ(decimal(-0.00001, 4), "0.0000");
  EXPECT_EQ(decimal(-2, 2), "-2.00");
  double value = 0;
  EXPECT_TRUE(read_decimal("-0.5", value));
  EXPECT_EQ(value, -0.5);
  for (const char* none : {"", "x", "1e5", "nan", "0x10", "1.2.3", "--1"})
    EXPECT_FALSE(read_decimal(none, value)) << none;
  EXPECT_FALSE(read_decimal(0.5, value));
}

}  // namespace
}  // namespace firstchair::audition
