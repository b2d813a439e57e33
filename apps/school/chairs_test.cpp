// Chairs of a class: declared by a teacher, played by handing in, seated blind, and computed again from the
// record by whoever has it.
#include <gtest/gtest.h>

#include "apps/chairs/seating_record.h"
#include "apps/school/api_test.h"
#include "apps/school/export_chairs.h"
#include "store/record/bytes.h"
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
  Json posted(const std::string& who, const std::string& end, const Json& body, int status = 200) {
    const Told told = ask(who, "POST", one(end), body);
    EXPECT_EQ(told.status, status) << told.body;
    return Json::parse(told.body);
  }
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
  EXPECT_EQ(before["handed"].size(), 2u) << "who has played, without the letters";
  EXPECT_FALSE(before["handed"][0].contains("blind"));
  EXPECT_EQ(before["handed"][0]["takes"], 1);
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
  EXPECT_LT(student["own"]["place"]["low"], student["own"]["place"]["high"]) << "with its interval";
  EXPECT_EQ(student["handed"], nullptr);
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

// Chairs of one piece by two students, seated: the student before the classmate.
TEST_F(ChairsTest, ARulingGivesATakeBackAndTheOldSeatsStay) {
  add_chairs(world_);  // the student appeals
  EXPECT_EQ(looked("classmate")["appeals"], Json::array()) << "the others' appeals are not told";
  EXPECT_EQ(looked("student")["appeals"].at(0)["text"], "the machine stopped");
  posted("classmate", "appeals", {{"assignment", world_.piece}, {"why", "heard"}, {"bar", 99}}, 400);
  posted("classmate", "appeals", {{"assignment", world_.piece}, {"why", "I was ill"}}, 400);
  posted("classmate", "appeals", {{"assignment", world_.piece}, {"why", "heard"}, {"bar", 17}}, 201);
  EXPECT_EQ(posted("classmate", "appeals", {{"assignment", world_.piece}, {"why", "rule"}}, 409)["error"],
            "there is an appeal of this attempt already");
  const Json first = posted("teacher", "seat", nullptr);
  EXPECT_EQ(first["places"][0]["name"], "G student");
  EXPECT_EQ(first["ruled"], false);
  EXPECT_EQ(first["appeals"].at(1)["text"], "strokes were heard wrongly, bar 17");

  posted("teacher", "appeals/2/ruling", {{"effect", "again"}}, 400);  // no reason
  const Json ruled =
      posted("teacher", "appeals/2/ruling", {{"effect", "again"}, {"reason", "Mia's cymbal fell"}});
  EXPECT_EQ(ruled["ruled"], true);
  EXPECT_EQ(posted("teacher", "appeals/2/ruling", {{"effect", "none"}, {"reason", "no"}}, 409)["error"],
            "this appeal is ruled on already");
  EXPECT_EQ(looked("classmate")["own"]["again"], Json::array({world_.piece}));
  now_ += 10;
  play_piece(world_, "classmate", 2);  // counts now
  play_piece(world_, "student", 1);    // nobody gave that one back
  EXPECT_EQ(looked("classmate")["own"]["receipts"].size(), 1u);
  const Json second = posted("teacher", "seat", nullptr);
  EXPECT_EQ(second["places"][0]["name"], "G classmate");
  EXPECT_EQ(second["ruled"], false);

  const std::string record = ask("teacher", "GET", one("seating.jsonl")).body;
  const auto verified = audition::verify_record(record);
  ASSERT_TRUE(verified) << verified.error().line();
  EXPECT_EQ(record.find("cymbal"), std::string::npos) << "a reason is the log's";
  EXPECT_EQ(store_->log(world_.school, {.verbs = "chairs.rule"})->front().words, "Mia's cymbal fell");
  std::size_t seatings = 0;
  for (std::size_t at = 0; (at = record.find("\"decides\":true", at)) != std::string::npos; ++at) ++seatings;
  EXPECT_EQ(seatings, 2u);
  EXPECT_NE(ask("teacher", "GET", one("seating.html")).body.find("<svg"), std::string::npos);
}

TEST_F(ChairsTest, AnAppealIsOpenForItsHoursAndCancellingEndsEverything) {
  add_piece(world_);
  Json asked = wish();
  asked["appeal_hours"] = 721;
  EXPECT_EQ(refused(asked), "an appeal is open for 0 to 720 hours");
  asked["appeal_hours"] = 1;
  declare(asked);
  play_piece(world_, "student", 5);
  play_piece(world_, "classmate", 20);
  EXPECT_EQ(looked("classmate")["own"]["receipts"].at(0)["may_appeal"], true);
  now_ += 3601;
  EXPECT_EQ(looked("classmate")["own"]["receipts"].at(0)["may_appeal"], false);
  const Json late = posted("classmate", "appeals", {{"assignment", world_.piece}, {"why", "rule"}}, 409);
  EXPECT_TRUE(late["error"].get<std::string>().starts_with("an appeal was open until")) << late;
  posted("teacher", "cancel", {{"reason", ""}}, 400);
  EXPECT_EQ(posted("teacher", "cancel", {{"reason", "the concert is off"}})["state"], "cancelled");
  EXPECT_EQ(looked("student")["state"], "cancelled");
  EXPECT_EQ(posted("teacher", "seat", nullptr, 409)["error"],
            "this audition was cancelled: cancelled by a teacher");
  posted("teacher", "cancel", {{"reason", "again"}}, 409);
}

TEST_F(ChairsTest, WhatIsKeptForWhoeverLooksNextIsWhatAnotherServerReads) {
  add_chairs(world_);
  const auto same = [&](const char* when) {
    for (const char* who : {"student", "teacher"}) {
      const std::string kept = ask(who, "GET", list()).body;
      auto other = std::make_unique<Api>(config_, [this] { return now_; });
      std::swap(api_, other);
      EXPECT_EQ(ask(who, "GET", list()).body, kept) << when << ", " << who;
      std::swap(api_, other);
    }
  };
  same("declared and played");
  posted("teacher", "appeals/1/ruling", {{"effect", "again"}, {"reason", "so"}});
  same("ruled");
  now_ += 10;
  play_piece(world_, "student", 7);
  same("played again");
  posted("teacher", "seat", nullptr);
  same("seated");
  ASSERT_TRUE(store_->erase(world_.school, world_.people.at("classmate"), act()));
  EXPECT_EQ(looked("teacher")["places"].at(1)["person"], nullptr);
}

TEST_F(ChairsTest, AnExportHasOwnTakesReceiptsAndSeatsAndNobodyElses) {
  add_chairs(world_);
  posted("teacher", "appeals/1/ruling", {{"effect", "none"}, {"reason", "nothing is heard"}});
  posted("teacher", "seat", nullptr);
  const Json own = looked("student")["own"], other = looked("classmate")["own"];
  const auto exported = export_chairs(*store_, world_.school, world_.people.at("student"));
  ASSERT_TRUE(exported) << exported.error().line();
  for (const Json& mine : {own["blind"], own["receipts"][0]["receipt"]})
    EXPECT_NE(exported->table.find(mine.get<std::string>()), std::string::npos) << mine;
  for (const char* what : {",take,Piece,", ",appeal,Piece,", ",ruling,,", ",seat,,"})
    EXPECT_NE(exported->table.find(what), std::string::npos) << what << exported->table;
  const std::string lines = exported->lines.at(std::to_string(world_.chairs));
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 6)
      << "entrant, opened, take, appeal, ruling, score";
  // Its receipt is the hash of the line that is exported.
  bool found = false;
  std::istringstream all(lines);
  for (std::string line; std::getline(all, line);)
    found = found || store::sha256(line).starts_with(own["receipts"][0]["receipt"].get<std::string>());
  EXPECT_TRUE(found);
  const std::string letters = "\"" + other["blind"].get<std::string>() + "\"";
  EXPECT_EQ(lines.find(letters), std::string::npos);
  EXPECT_EQ(exported->table.find("," + other["blind"].get<std::string>() + ","), std::string::npos);
}

TEST_F(ChairsTest, NothingOfTheNameIsLeftOfWhoeverIsErased) {
  constexpr const char* kMarked = "Zaubermaus";
  const std::int64_t person = world_.people.at("student");
  ASSERT_TRUE(store_->change_person(world_.school, {.id = person, .name = kMarked, .given = "G"}, act()));
  add_chairs(world_);
  posted("teacher", "appeals/1/ruling",
         {{"effect", "none"}, {"reason", "Zaubermaus's own machine, ask Zaubermaus"}});
  posted("teacher", "seat", nullptr);
  const auto everywhere = [&] {
    std::string text = *store_->chairs_record(world_.school, world_.chairs);
    for (const char* who : {"teacher", "classmate"}) text += ask(who, "GET", list()).body;
    const auto log = store_->log(world_.school, {.page = {.limit = 500}});
    for (const school::Noted& line : *log) text += school::told_of(line);
    return text;
  };
  EXPECT_NE(everywhere().find(kMarked), std::string::npos);
  ASSERT_TRUE(store_->erase(world_.school, person, act()));
  EXPECT_EQ(everywhere().find(kMarked), std::string::npos);
  EXPECT_TRUE(audition::verify_record(ask("teacher", "GET", one("seating.jsonl")).body));
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
