// Chairs of a class: declared by a teacher, played by handing in, seated blind, and computed again from the
// record by whoever has it.
#include <gtest/gtest.h>

#include "apps/chairs/seating_record.h"
#include "apps/school/api_test.h"
#include "store/record/minisign.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

class ChairsTest : public ApiTest {
 protected:
  Told ask(const std::string& who, const std::string& method, const std::string& path,
           const Json& body = nullptr) {
    return as(world_, who,
              {.method = method, .path = path, .body = body.is_null() ? std::string() : body.dump()});
  }
  std::string list() const { return fmt::format("/api/classes/{}/chairs", world_.klass); }
  std::string one(const std::string& end) const {
    return fmt::format("/api/chairs/{}/{}", world_.chairs, end);
  }
  Json looked(const std::string& who) { return Json::parse(ask(who, "GET", list()).body)["chairs"].at(0); }
  Json wish() const {
    return {{"title", "Spring"}, {"seats", 1}, {"assignments", {world_.piece}}, {"source", "midi"}};
  }
  Json declare(const Json& body) {
    const Told told = ask("teacher", "POST", list(), body);
    EXPECT_EQ(told.status, 201) << told.body;
    const Json made = Json::parse(told.body);
    world_.chairs = made["id"];
    return made;
  }
  std::string refused(const Json& body) {
    const Told told = ask("teacher", "POST", list(), body);
    EXPECT_EQ(told.status, 400) << told.body;
    return Json::parse(told.body)["error"];
  }

  World world_ = make_world();
};

TEST_F(ChairsTest, TheFirstTakeOfEverybodyIsOnRecordAndSeatsThem) {
  add_piece(world_);
  play_piece(world_, "classmate", 3);  // before anything was declared
  now_ += 10;
  const Json declared = declare(wish());
  EXPECT_EQ(declared["state"], "open");
  EXPECT_EQ(declared["players"], 0);
  EXPECT_EQ(looked("student")["own"], nullptr);
  now_ += 10;
  play_piece(world_, "student", 5);
  const Json receipt = looked("student")["own"]["receipts"].at(0);
  EXPECT_EQ(receipt["assignment"], world_.piece);
  now_ += 10;
  play_piece(world_, "classmate", 20);
  play_piece(world_, "classmate", 2);  // the first one counts
  play_piece(world_, "assistant", 2);  // nobody who is seated here
  const Json before = looked("teacher");
  EXPECT_EQ(before["players"], 2);
  EXPECT_EQ(before["places"], nullptr) << "nobody sits yet";
  EXPECT_EQ(before["own"], nullptr);
  EXPECT_EQ(ask("teacher", "GET", one("seating.jsonl")).status, 409);

  const Told told = ask("teacher", "POST", one("seat"));
  ASSERT_EQ(told.status, 200) << told.body;
  const Json places = Json::parse(told.body)["places"];
  ASSERT_EQ(places.size(), 2u);
  EXPECT_EQ(places[0]["person"], world_.people.at("student"));
  EXPECT_EQ(places[0]["name"], "G student");
  EXPECT_EQ(places[0]["seat"], "yes");
  EXPECT_EQ(places[1]["seat"], "no");
  EXPECT_LT(places[0]["low"], places[0]["score"]);
  EXPECT_EQ(ask("teacher", "POST", one("seat")).status, 200) << "whoever comes second finds them seated";

  const Json student = looked("student"), classmate = looked("classmate");
  EXPECT_EQ(student["own"]["receipts"].at(0), receipt) << "it is what it was";
  EXPECT_EQ(student["own"]["place"]["first"], 1);
  EXPECT_EQ(student["places"], nullptr) << "a student sees the own seat alone";
  EXPECT_EQ(classmate["own"]["place"]["seat"], "no");

  const std::string record = ask("teacher", "GET", one("seating.jsonl")).body;
  const auto verified = audition::verify_record(record);
  ASSERT_TRUE(verified) << verified.error().line();
  EXPECT_EQ(verified->takes, 2);
  EXPECT_EQ(audition::line_of_receipt(record, receipt["receipt"].get<std::string>()), receipt["line"]);
  for (const char* name : {"student", "classmate"}) EXPECT_EQ(record.find(name), std::string::npos) << name;
  const auto key = store::read_public_key(ask("teacher", "GET", one("seating.pub")).body);
  ASSERT_TRUE(key);
  EXPECT_EQ(store::public_key_text(*key), verified->key);
  const std::string signature = ask("teacher", "GET", one("seating.jsonl.minisig")).body;
  EXPECT_TRUE(store::check_signature(record, signature, *key));
  std::string changed = record;
  const std::size_t strokes = changed.find("\"strokes\":\"") + 40;
  changed[strokes] = changed[strokes] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(audition::verify_record(changed));

  // Whoever is erased stays as letters.
  ASSERT_TRUE(store_->erase(world_.school, world_.people.at("student"), act()));
  const Json then = looked("teacher")["places"].at(0);
  EXPECT_EQ(then["person"], nullptr);
  EXPECT_EQ(then["name"], "");
  EXPECT_EQ(ask("teacher", "GET", one("seating.jsonl")).body, record);
}

TEST_F(ChairsTest, WhenTheyCloseWhoeverLooksFindsEverybodySeated) {
  add_piece(world_);
  Json asked = wish();
  asked["closes_s"] = now_ + 100;
  declare(asked);
  play_piece(world_, "student", 5);
  now_ += 101;
  play_piece(world_, "classmate", 5);  // too late
  const Json closed = looked("student");
  EXPECT_EQ(closed["state"], "closed");
  EXPECT_EQ(closed["fault"], "fewer than two students have played");

  declare(asked = {{"title", "Summer"},
                   {"seats", 2},
                   {"assignments", {world_.piece}},
                   {"source", "midi"},
                   {"closes_s", now_ + 100}});
  play_piece(world_, "student", 5);
  play_piece(world_, "classmate", 5.1);
  const auto waits = store_->hand_in(world_.school,
                                     {.assignment = world_.piece,
                                      .person = world_.people.at("assistant"),
                                      .sent_name = "of nobody who sits",
                                      .began_s = now_,
                                      .came_s = now_},
                                     act());
  ASSERT_TRUE(waits);
  now_ += 101;
  const Json all = Json::parse(ask("classmate", "GET", list()).body)["chairs"];
  EXPECT_EQ(all.at(1)["state"], "seated");
  EXPECT_EQ(all.at(1)["own"]["place"]["first"], 1) << "two who are alike share both chairs";
  EXPECT_EQ(all.at(1)["own"]["place"]["last"], 2);
  EXPECT_EQ(all.at(1)["own"]["place"]["seat"], "yes");
}

TEST_F(ChairsTest, ATakeThatWaitsIsWaitedFor) {
  add_chairs(world_);
  world_.people["third"] = *store_->add_person(world_.school, {.name = "third", .given = ""}, act());
  ASSERT_TRUE(
      store_->set_member(world_.school, world_.klass, world_.people["third"], school::Role::student, act()));
  const auto waits = store_->hand_in(world_.school,
                                     {.assignment = world_.piece,
                                      .person = world_.people["third"],
                                      .sent_name = "recorded",
                                      .began_s = now_,
                                      .came_s = now_},
                                     act());
  ASSERT_TRUE(waits);
  EXPECT_EQ(looked("teacher")["waiting"], 1);
  const Told early = ask("teacher", "POST", one("seat"));
  EXPECT_EQ(early.status, 409);
  EXPECT_NE(early.body.find("a take that came in time is not heard yet"), std::string::npos);
  ASSERT_TRUE(store_->answer_submission(world_.school, *waits,
                                        {.state = school::SubmissionState::failed, .why = "broken"}, act()));
  EXPECT_EQ(ask("teacher", "POST", one("seat")).status, 200);
}

TEST_F(ChairsTest, WhatCannotBeAskedIsRefusedInWords) {
  add_piece(world_, 2);
  EXPECT_NE(refused(wish()).find("Piece: "), std::string::npos) << "too short";
  add_piece(world_);
  Json asked = wish();
  asked["seats"] = 0;
  EXPECT_NE(refused(asked).find("1 to 200 seats"), std::string::npos);
  asked = wish();
  asked["closes_s"] = now_;
  EXPECT_EQ(refused(asked), "the closing date is over");
  asked = wish();
  asked["source"] = "any";
  EXPECT_EQ(refused(asked), "source is midi (e-kits) or audio (microphones)");
  asked = wish();
  asked["assignments"] = {9999};
  EXPECT_EQ(refused(asked), "there is no such assignment in this class");
  asked = wish();
  asked["claim"] = "again";
  EXPECT_NE(refused(asked).find("at least 4 excerpts"), std::string::npos);
}

}  // namespace
}  // namespace firstchair::school_api
