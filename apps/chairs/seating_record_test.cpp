// The record of an audition of four, whole and damaged.
#include "apps/chairs/seating_record.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "store/record/bytes.h"
#include "testing/chairs/four_players.h"

namespace firstchair::audition {
namespace {

struct Audition {
  std::vector<Entrant> players;
  Seated seated;
  std::string record;
};

const Audition& four() {
  static const Audition audition = [] {
    testing::FourPlayers made = testing::four_players();
    const Result<Declaration> declaration = read_declaration(declaration_json(made.declaration));
    Result<Seated> seated = seat_players(*declaration, made.players);
    std::string record = seating_record(*seated, made.players, 1764374400, "");
    return Audition{std::move(made.players), std::move(*seated), std::move(record)};
  }();
  return audition;
}

// The record with one line changed by `edit`, and the chain made anew: what somebody does who has a program.
template <class Edit>
std::string forged(const Edit& edit) {
  Result<std::vector<store::RecordLine>> lines = store::read_record(four().record);
  edit(*lines);
  return store::record_text(*lines);
}

std::string told(const std::string& record) {
  const Result<Verified> verified = verify_record(record);
  return verified ? std::string("0") : verified.error().line();
}

TEST(SeatingRecord, IsRecomputedToTheLastDigit) {
  const Result<Verified> verified = verify_record(four().record);
  ASSERT_TRUE(verified) << verified.error().line();
  EXPECT_EQ(verified->takes, 8);
  EXPECT_TRUE(verified->differences.empty());
  EXPECT_EQ(verified->head, store::head_of(four().record));
  ASSERT_EQ(verified->seated.told().seats.size(), 4u);
  EXPECT_EQ(verified->seated.told().seats[3].id, "D");
  EXPECT_EQ(engine_signature().size(), 16u);
}

TEST(SeatingRecord, AChangedLetterIsNoticedWhereverItStands) {
  const std::string& record = four().record;
  std::size_t line = 1, step = 0;
  for (std::size_t at = 0; at < record.size(); ++at) {
    const std::size_t here = line;
    line += record[at] == '\n';
    // store/record's own test flips every bit of a short record; here it is every 151st letter and every end.
    if (record[at] != '\n' && at > 200 && ++step % 151 != 0) continue;
    std::string changed = record;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const Result<std::vector<store::RecordLine>> read = store::read_record(changed);
    ASSERT_FALSE(read) << "byte " << at;
    const std::string place = read.error().place;
    ASSERT_TRUE(place == "line " + std::to_string(here) || place == "line " + std::to_string(here - 1))
        << place << " for line " << here;
  }
}

TEST(SeatingRecord, AForgedScoreIsRecomputedOtherwise) {
  std::size_t number = 0;
  const std::string record = forged([&](std::vector<store::RecordLine>& lines) {
    for (store::RecordLine& line : lines) {
      ++number;
      if (line.type != "score") continue;
      line.fields["score"] = "-0.900000";
      return;
    }
  });
  const std::string line = told(record);
  EXPECT_TRUE(line.starts_with("line " + std::to_string(number) + ": score of B is -0.900000, recomputed "))
      << line;
}

TEST(SeatingRecord, AForgedSeatIsRecomputedOtherwise) {
  const std::string record = forged([&](std::vector<store::RecordLine>& lines) {
    nlohmann::json& order = lines[lines.size() - 2].fields["order"];
    std::swap(order[0], order[1]);
  });
  EXPECT_NE(told(record).find(" stands where "), std::string::npos) << told(record);
  const std::string surer = forged([&](std::vector<store::RecordLine>& lines) {
    lines[lines.size() - 2].fields["order"][0]["best"] = "0.9999";
  });
  EXPECT_NE(told(surer).find("P(best) is 0.9999, recomputed"), std::string::npos) << told(surer);
}

TEST(SeatingRecord, StrokesOfAnotherGiveOtherMatches) {
  const std::string record = forged([](std::vector<store::RecordLine>& lines) {
    store::RecordLine* first = nullptr;
    for (store::RecordLine& line : lines) {
      if (line.type != "take") continue;
      if (first == nullptr) {
        first = &line;
        continue;
      }
      first->fields["strokes"] = line.fields["strokes"];
      return;
    }
  });
  EXPECT_NE(told(record).find("answer other notes when they are judged again"), std::string::npos)
      << told(record);
}

TEST(SeatingRecord, LinesThatAreMissingOrTooManyAreNoticed) {
  Result<std::vector<store::RecordLine>> lines = store::read_record(four().record);
  for (std::size_t i = 0; i < lines->size(); ++i) {
    EXPECT_NE(told(forged([&](std::vector<store::RecordLine>& all) {
                all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
              })),
              "0")
        << i;
    EXPECT_NE(told(forged([&](std::vector<store::RecordLine>& all) {
                all.insert(all.begin() + static_cast<std::ptrdiff_t>(i), (*lines)[i]);
              })),
              "0")
        << i;
  }
}

TEST(SeatingRecord, AnotherEnginesDifferencesAreListed) {
  const auto another = [](const char* score) {
    return forged([&](std::vector<store::RecordLine>& lines) {
      lines[0].fields["engine"] = "0.0.9";
      lines[0].fields["signature"] = "0123456789abcdef";
      for (store::RecordLine& line : lines) {
        if (line.type != "score" || score == nullptr) continue;
        line.fields["score"] = score;
        return;
      }
    });
  };
  const Result<Verified> same = verify_record(another(nullptr));
  ASSERT_TRUE(same) << same.error().line();
  EXPECT_TRUE(same->differences.empty());
  const Result<Verified> other = verify_record(another("-0.500000"));
  ASSERT_TRUE(other) << other.error().line();
  ASSERT_EQ(other->differences.size(), 1u);
  EXPECT_FALSE(other->chairs_differ);
}

// golden/seating.jsonl is an audition of four that a program of 29 November 2026 recorded. Later engines may
// judge it otherwise, and say so; none may call it damaged.
TEST(SeatingRecord, ARecordOfAnEarlierProgramIsStillRead) {
  std::ifstream file(FIRSTCHAIR_SOURCE_DIR "/apps/chairs/golden/seating.jsonl", std::ios::binary);
  const std::string record((std::istreambuf_iterator<char>(file)), {});
  ASSERT_FALSE(record.empty());
  const Result<Verified> verified = verify_record(record);
  ASSERT_TRUE(verified) << verified.error().line();
  EXPECT_EQ(verified->takes, 4);
  if (verified->signature == engine_signature()) {
    EXPECT_TRUE(verified->differences.empty());
  }
  EXPECT_FALSE(verified->chairs_differ);
}

TEST(SeatingRecord, AReceiptIsFoundWhereItsLineStands) {
  const std::string& record = four().record;
  const std::size_t first = record.find('\n');
  const std::string head = store::sha256(std::string_view(record).substr(0, first));
  EXPECT_EQ(line_of_receipt(record, head.substr(0, 16)), 1u);
  // A sheet's digits are those of the last line before the seal.
  const auto lines = static_cast<std::size_t>(std::count(record.begin(), record.end(), '\n'));
  EXPECT_EQ(line_of_receipt(record, store::head_of(record).substr(0, 16)), lines - 1);
  EXPECT_EQ(line_of_receipt(record, "0123456789abcdef"), 0u);
  EXPECT_EQ(line_of_receipt(record, ""), 0u);
}

TEST(SeatingRecord, AClockThatWasSetBackIsTold) {
  EXPECT_TRUE(verify_record(four().record)->remarks.empty());
  const std::string record = forged([](std::vector<store::RecordLine>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i].t = i < 3 ? 7200 : 3600;
  });
  const Result<Verified> verified = verify_record(record);
  ASSERT_TRUE(verified) << verified.error().line();
  EXPECT_EQ(verified->remarks,
            std::vector<std::string>{
                "Line 4 is dated 3600 s before line 3: the clock of that machine was set back."});
}

TEST(SeatingRecord, NamesNobody) {
  std::vector<Entrant> players = four().players;
  for (Entrant& p : players)
    for (auto& take : p.takes) take->take.source.name = "jane_doe.mid";
  const std::string record = seating_record(four().seated, players, 1, "");
  EXPECT_EQ(record.find("jane"), std::string::npos);
}

TEST(SeatingRecord, WhatIsNoRecordIsRefused) {
  for (const char* none : {"", "{}\n", "null\n", "[1,2]\n"}) EXPECT_NE(told(none), "0");
  EXPECT_EQ(told(store::record_text({{1, "entrant", {{"player", "A"}}}})),
            "line 1: is no declaration of an audition.");
}

}  // namespace
}  // namespace firstchair::audition
