// What a sheet says, and the words it never uses.
#include "apps/chairs/sheet.h"

#include <gtest/gtest.h>

#include <cctype>
#include <nlohmann/json.hpp>
#include <set>

#include "apps/chairs/sentences.h"
#include "testing/chairs/four_players.h"

namespace firstchair::audition {
namespace {

// The list of report/wording_test.cpp: neither praise nor blame.
const std::set<std::string> kNever{
    "good",  "bad",    "great",   "sloppy", "lazy",     "terrible", "perfect",  "nice",           "poor",
    "weak",  "awful",  "messy",   "clumsy", "careless", "talented", "gifted",   "solid",          "decent",
    "worst", "failed", "failure", "stupid", "wrong",    "mistake",  "mistakes", "superb",         "ugly",
    "well",  "loser",  "winner",  "won",    "lost",     "beaten",   "sorry",    "congratulations"};

Seated seated(const testing::FourPlayers& four) {
  Result<Seated> done = seat_players(four.declaration, four.players);
  EXPECT_TRUE(done) << done.error().line();
  return std::move(*done);
}

std::string tagless(const std::string& html) {
  std::string text;
  bool in_tag = false;
  for (const char c : html.substr(html.find("</style>"))) {
    in_tag = c == '<' || (in_tag && c != '>');
    text += in_tag || c == '>' ? ' ' : c;
  }
  return text;
}

TEST(Sheet, TellsSharedChairsAndThoseThatAreShown) {
  const Seated four = seated(testing::four_players());
  const std::vector<std::string> told = chairs_told(four);
  ASSERT_EQ(told.size(), 3u);
  EXPECT_TRUE(told[0].starts_with("First chair: not shown. ")) << told[0];
  EXPECT_NE(told[0].find("share chairs 1 and 2"), std::string::npos) << told[0];
  EXPECT_NE(told[0].find("they rotate, as declared."), std::string::npos) << told[0];
  EXPECT_TRUE(told[1].starts_with("Chair 3: C (P ")) << told[1];
  EXPECT_TRUE(told[2].starts_with("Chair 4: D (P ")) << told[2];
  EXPECT_EQ(asked(four), "Groove: 4 players, 2 excerpts of 16 bars. Asked: who played best, here and today.");
}

TEST(Sheet, NeverTellsANumberOfAPlayerWithoutItsInterval) {
  for (const std::string& line : players_told(seated(testing::four_players()))) {
    EXPECT_NE(line.find(" ms ("), std::string::npos) << line;
    EXPECT_NE(line.find("score "), std::string::npos) << line;
    EXPECT_EQ(std::count(line.begin(), line.end(), '('), 3) << line;
  }
}

TEST(Sheet, SaysWhoBrokeAMustAndWhoHasNoTake) {
  testing::FourPlayers four = testing::four_players(true);
  for (Excerpt& e : four.declaration.excerpts) e.bpm = 90;
  const Seated all = seated(four);
  const std::string text = sheet_text(all, std::string(64, '7'));
  EXPECT_NE(text.find("Must: K, excerpt 1: 100.1 BPM ("), std::string::npos) << text;
  EXPECT_NE(text.find("D has no take of excerpt 2: seated last, as declared."), std::string::npos) << text;
  EXPECT_NE(text.find("Record: 7777777777777777."), std::string::npos) << text;
  four.declaration.missing = Missing::out;
  const Seated three = seated(four);
  EXPECT_EQ(three.told().seats.size(), 3u);
  EXPECT_EQ(three.left_out, std::vector<std::string>{"D"});
}

TEST(Sheet, ATakeThatIsAnotherAgainIsAHintAndNoVerdict) {
  testing::FourPlayers four = testing::four_players();
  four.players[3].takes = four.players[2].takes;
  const Seated all = seated(four);
  ASSERT_EQ(hints_told(all).size(), 4u) << "and their files are the same";
  EXPECT_TRUE(
      hints_told(all)[0].starts_with("D, excerpt 1: its errors go with C's stroke by stroke (correlation "
                                     "1.00"))
      << hints_told(all)[0];
  EXPECT_EQ(all.told().seats.size(), 4u);
}

TEST(Sheet, AFileThatWasSentTwiceIsTold) {
  testing::FourPlayers four = testing::four_players();
  EXPECT_TRUE(hints_told(seated(four)).empty());
  four.players[3].takes[1]->file_hash = four.players[0].takes[0]->file_hash;
  EXPECT_EQ(hints_told(seated(four)),
            std::vector<std::string>{"K, excerpt 1: its file is that of D's excerpt 2."});
}

TEST(Sheet, AProbabilityThatIsNearlyOneIsNeverToldAsANumber) {
  Seated four = seated(testing::four_players());
  four.played.seats[0].last = 1;
  for (const auto& [best, told] : {std::pair(0.9994, ".999"), std::pair(0.9995, "over .999")}) {
    four.played.seats[0].best = best;
    EXPECT_NE(chairs_told(four)[0].find(std::string("(P(best) ") + told + ")"), std::string::npos)
        << chairs_told(four)[0];
  }
}

TEST(Sheet, HasNoWordOfPraiseOrBlame) {
  for (const bool missing : {false, true}) {
    for (const double bpm : {100.0, 90.0}) {
      testing::FourPlayers four = testing::four_players(missing);
      for (Excerpt& e : four.declaration.excerpts) e.bpm = bpm;
      const Seated all = seated(four);
      for (const std::string& text :
           {sheet_text(all, "0"), tagless(sheet_html(all, "0")), sheet_json(all, "0")}) {
        std::string word;
        for (const char c : text + " ") {
          if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
          } else {
            EXPECT_FALSE(kNever.contains(word)) << word;
            word.clear();
          }
        }
      }
    }
  }
}

TEST(Sheet, DrawsEverybodyAndEscapesTitles) {
  testing::FourPlayers four = testing::four_players();
  four.declaration.title = "<script>alert(1)</script>";
  const Seated all = seated(four);
  const std::string html = sheet_html(all, std::string(64, '7'));
  EXPECT_EQ(html.find("<script"), std::string::npos);
  for (const char* id : {">K<", ">B<", ">C<", ">D<"}) EXPECT_NE(html.find(id), std::string::npos) << id;
  EXPECT_NE(html.find("class=\"bracket\""), std::string::npos);
  EXPECT_NE(html.find("class=\"cut\""), std::string::npos);
}

TEST(Sheet, IsJsonToo) {
  const nlohmann::json json = nlohmann::json::parse(sheet_json(seated(testing::four_players()), "77"));
  EXPECT_EQ(json["seats"].size(), 4u);
  EXPECT_EQ(json["seats"][3]["player"], "D");
  EXPECT_EQ(json["seats"][3]["chairs"], nlohmann::json({4, 4}));
  const nlohmann::json& spread = json["seats"][0]["spread_ms"];
  EXPECT_LT(spread["low"].get<double>(), spread["high"].get<double>());
}

TEST(Seated, WhatCannotBeSeatedIsSaidInOneLine) {
  testing::FourPlayers four = testing::four_players();
  const auto why = [&] { return unlike_players(four.declaration, four.players); };
  EXPECT_EQ(why(), "");
  four.players[1].takes[0]->take.source.kind = SourceKind::audio;
  EXPECT_EQ(why(), "player B plays from sound, the others from MIDI; an audition has one kind");
  four = testing::four_players();
  four.players[2].id = "B";
  EXPECT_EQ(why(), "player B is there twice");
  four.players[2].id = "B b";
  EXPECT_EQ(why(), "player \"B b\": an id is 1 to 24 letters, digits, - and _");
  four = testing::four_players();
  four.players[2].takes.pop_back();
  EXPECT_EQ(why(), "player C has 1 take, and there are 2 excerpts");
  four.players.resize(1);
  EXPECT_EQ(why(), "an audition has 2 to 200 players");
}

TEST(Seated, TheOrderOfThePlayersChangesNothing) {
  testing::FourPlayers four = testing::four_players();
  const std::string before = sheet_json(seated(four), "0");
  std::rotate(four.players.begin(), four.players.begin() + 1, four.players.end());
  EXPECT_EQ(sheet_json(seated(four), "0"), before);
}

}  // namespace
}  // namespace firstchair::audition
