// From an opened attempt to a result: what is handed in, what is kept only, and what everybody is told.
#include <gtest/gtest.h>

#include <array>

#include "apps/school/api_test.h"
#include "apps/school/opening.h"
#include "apps/school/words.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

class HandInTest : public ApiTest {
 protected:
  const World world_ = make_world();
  const std::string at_ = fmt::format("/api/assignments/{}", world_.assignment);

  Told ask(const std::string& who, const std::string& method, const std::string& path,
           const Json& body = nullptr) {
    return as(world_, who,
              {.method = method, .path = path, .body = body.is_null() ? std::string() : body.dump()});
  }
  Told send(const std::string& who, const Json& body) { return ask(who, "POST", at_ + "/submissions", body); }
  static std::string error_of(const Told& answer) { return Json::parse(answer.body)["error"]; }
  // Changes the assignment as its teacher does.
  Json change(const Json& fields) {
    const Json now = Json::parse(ask("teacher", "GET", at_).body);
    Asked asked{.method = "PATCH", .path = at_, .body = fields.dump()};
    asked.if_match = std::to_string(now["version"].get<int>());
    const Told answer = as(world_, "teacher", asked);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return Json::parse(answer.body);
  }
  Json grade_of(const std::string& who) {
    const Json due = Json::parse(ask(who, "GET", "/api/due").body)["due"];
    return due.at(0)["grade"];
  }
  Json gradebook_of(const std::string& who) {
    const Told answer = ask("teacher", "GET", fmt::format("/api/classes/{}/gradebook", world_.klass));
    const Json book = Json::parse(answer.body);
    for (const Json& grade : book["grades"])
      if (grade["person"] == world_.people.at(who)) return grade;
    return nullptr;
  }
};

TEST_F(HandInTest, TwoRunningPassAndEverybodyIsToldTheSame) {
  const Told first = send("classmate", fake_body("classmate-1", 92, 1.2));
  ASSERT_EQ(first.status, 201) << first.body;
  const Json handed = Json::parse(first.body);
  EXPECT_EQ(handed["submission"]["state"], "heard");
  EXPECT_EQ(handed["submission"]["answers"][0]["text"],
            "hat spread 1.2 of the norm (1.08 to 1.38), asked at most 1.33: met");
  EXPECT_EQ(handed["submission"]["answers"][1]["text"],
            "slips 0 in 100 (0 to 6), asked at most 2 in 100: met");
  EXPECT_EQ(handed["grade"]["text"], "1 of 2 takes running");
  ASSERT_EQ(send("classmate", fake_body("classmate-2", 92, 1.0)).status, 201);
  EXPECT_EQ(grade_of("classmate")["standing"], "passed");
  ASSERT_EQ(send("classmate", fake_body("classmate-3", 92, 2.0)).status, 201);
  EXPECT_EQ(grade_of("classmate")["standing"], "passed") << "what was passed stays passed";
  const Json grade = gradebook_of("classmate");
  EXPECT_EQ(grade["standing"], "passed");
  EXPECT_EQ(grade["used"], 3);
  EXPECT_EQ(grade["answers"][0]["value"], 1.0) << "of the take that passed";
  EXPECT_LT(grade["answers"][0]["low"].get<double>(), grade["answers"][0]["high"].get<double>());
  // The take is there as it was judged, for its player and the teacher, and for no classmate.
  const std::string take = fmt::format("/api/submissions/{}/take.json", grade["submission"].get<int>());
  EXPECT_EQ(Json::parse(ask("classmate", "GET", take).body)["hits"].size(), 1u);
  EXPECT_EQ(ask("teacher", "GET", take).status, 200);
  const Told other = ask("student", "GET", take);
  EXPECT_EQ(other.status, 403);
  EXPECT_EQ(error_of(other), "only teachers of this class see that");
}

TEST_F(HandInTest, TheSameIdIsTheSameSubmissionAsOftenAsItIsSent) {
  const Json first = Json::parse(send("classmate", fake_body("sent-often", 92, 1.2)).body);
  const Json again = Json::parse(send("classmate", fake_body("sent-often", 92, 9)).body);
  EXPECT_EQ(first["submission"], again["submission"]) << "what was told stays told";
  EXPECT_EQ(grade_of("classmate")["used"], 1);
  EXPECT_EQ(send("classmate", fake_body("short", 92, 1)).status, 400);
  EXPECT_EQ(send("classmate", "no object").status, 400);
}

TEST_F(HandInTest, AttemptsAreUsedUpAndTheTakeIsKept) {
  for (int i = 0; i < 5; ++i)
    ASSERT_EQ(send("classmate", fake_body("attempt-" + std::to_string(i), 92, 2)).status, 201);
  const Told sixth = send("classmate", fake_body("attempt-6", 92, 1));
  EXPECT_EQ(sixth.status, 409);
  EXPECT_EQ(error_of(sixth), "5 of 5 attempts are used; your teacher can give more");
  EXPECT_EQ(error_of(ask("classmate", "POST", at_ + "/openings")), error_of(sixth));
  const Json kept = Json::parse(ask("classmate", "GET", "/api/me/takes").body)["takes"];
  ASSERT_EQ(kept.size(), 6u);
  EXPECT_TRUE(kept[0]["submission"].is_null()) << "the newest is in the book and not handed in";
  EXPECT_EQ(ask("teacher", "POST", at_ + "/overrides",
                {{"person", world_.people.at("classmate")}, {"attempts", 6}, {"reason", "was ill"}})
                .status,
            201);
  EXPECT_EQ(send("classmate", fake_body("attempt-6", 92, 1)).status, 201);
}

TEST_F(HandInTest, WhatWasNotAskedIsKeptAndNotHandedIn) {
  const Told slow = send("classmate", fake_body("too-slow", 84, 1));
  EXPECT_EQ(slow.status, 409);
  EXPECT_EQ(error_of(slow), "played at 84, asked were 92: kept in your book, not handed in");
  Json other = fake_body("other-chart", 92, 1);
  other["item"] = "disco";
  EXPECT_EQ(error_of(send("classmate", other)),
            "played was something else than was asked: kept in your book, not handed in");
  Json hours = fake_body("an-hour-long", 92, 1);
  hours["minutes"] = 60.1;
  EXPECT_EQ(error_of(send("classmate", hours)),
            "a take has 60 minutes at most: kept in your book, not handed in");
  change({{"source", "audio"}});
  EXPECT_EQ(error_of(send("classmate", fake_body("on-an-e-kit", 92, 1))),
            "played on an e-kit, asked was a microphone: kept in your book, not handed in");
  EXPECT_EQ(Json::parse(ask("classmate", "GET", "/api/me/takes").body)["takes"].size(), 4u);
  EXPECT_EQ(grade_of("classmate")["used"], 0);
}

TEST_F(HandInTest, WhatIsClosedSaysWhenAndAnOpeningInTimeIsInTime) {
  change({{"due_s", now_ + 1000}, {"closes_s", now_ + 2000}, {"late", "refused"}});
  const Json opened = Json::parse(ask("classmate", "POST", at_ + "/openings").body);
  EXPECT_EQ(opened["at_s"], now_);
  now_ += 3000;
  const Told late = send("classmate", fake_body("without-opening", 92, 1));
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(error_of(late),
            "this closed on " + when_text(kNow + 2000) + "; the take is kept in your book and not handed in");
  Json body = fake_body("with-opening", 92, 1);
  body["opening"] = opened["opening"];
  const Told handed = send("classmate", body);
  ASSERT_EQ(handed.status, 201) << handed.body;
  EXPECT_EQ(Json::parse(handed.body)["submission"]["late"], false);
  EXPECT_EQ(Json::parse(handed.body)["submission"]["began_s"], now_ - 3000);
  // Nobody writes an opening, nor uses another's.
  body["id"] = "with-forged";
  std::string forged = opened["opening"];
  forged[forged.rfind('.') - 1] = '9';
  body["opening"] = forged;
  EXPECT_EQ(send("classmate", body).status, 400);
  body["opening"] = opened["opening"];
  EXPECT_EQ(send("student", body).status, 400);
}

TEST_F(HandInTest, AnOpeningIsReadByWhoHasTheSecretAlone) {
  const Opening opening{7, 12, 3, 1'790'000'000};
  EXPECT_EQ(opening_of(signed_text(opening, "secret"), "secret"), opening);
  EXPECT_FALSE(opening_of(signed_text(opening, "secret"), "other"));
  for (const char* text : {"", ".", "7.12.3", "7.12.3.5.", "7.12.0.5.abc", "x.1.1.1.abc"})
    EXPECT_FALSE(opening_of(text, "secret")) << text;
}

TEST_F(HandInTest, ThirtyAMinuteAreEnough) {
  change({{"attempts", nullptr}});
  for (int i = 0; i < 30; ++i)
    ASSERT_EQ(send("classmate", fake_body("many-" + std::to_string(100 + i), 92, 1)).status, 201);
  const Told more = send("classmate", fake_body("one-more", 92, 1));
  EXPECT_EQ(more.status, 429);
  EXPECT_EQ(more.retry_after_s, 60);
  EXPECT_EQ(error_of(more), "30 takes a minute are handed in at most; send it again in a minute");
  EXPECT_EQ(send("classmate", fake_body("many-100", 92, 1)).status, 201) << "what is there already";
  now_ += 61;
  EXPECT_EQ(send("classmate", fake_body("one-more", 92, 1)).status, 201);
}

TEST_F(HandInTest, WithoutConsentNothingIsKept) {
  const std::int64_t school = *store_->make_school(
      {.name = "G", .country = "DE", .retention = {}, .consent = school::Consent::guardian}, act());
  const std::int64_t person = *store_->add_person(school, {.name = "Mia", .given = ""}, act());
  EXPECT_FALSE(*store_->consented(school, person));
  EXPECT_TRUE(*store_->consented(world_.school, world_.people.at("student"))) << "this school asks for none";
  ASSERT_TRUE(store_->set_consent(school, person, true, "on paper", act()));
  EXPECT_TRUE(*store_->consented(school, person));
  ASSERT_TRUE(store_->set_consent(school, person, false, "by letter", act()));
  const std::int64_t klass = *store_->add_class(school, {.title = "7b"}, act());
  ASSERT_TRUE(store_->set_member(school, klass, person, Role::student, act()));
  const std::int64_t assignment = *store_->add_assignment(school, assignment_for(klass, "Hats"), act());
  const std::string cookie = std::to_string(school) + "-cookie";
  ASSERT_TRUE(
      store_->begin_session(school, school::hash_of(cookie), {person, now_, now_, now_ + 7200, "c"}, act()));
  Asked asked{.method = "POST",
              .path = fmt::format("/api/assignments/{}/submissions", assignment),
              .body = fake_body("unwanted", 92, 1).dump(),
              .session = cookie,
              .csrf = "c"};
  const Told answer = as_nobody(asked);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(error_of(answer), "consent of a guardian is missing: practise here as you like, nothing is sent");
  EXPECT_TRUE(store_->takes_of(school, person, {})->empty());
}

TEST_F(HandInTest, ResultsAreShownWhenTheyAreReleased) {
  change({{"results", "by_hand"}, {"points", {{"passed", 10}, {"not_met", 4}}}});
  ASSERT_EQ(send("classmate", fake_body("classmate-1", 92, 1.2)).status, 201);
  Json grade = grade_of("classmate");
  EXPECT_TRUE(grade["standing"].is_null());
  EXPECT_TRUE(grade["answers"].empty());
  EXPECT_TRUE(grade["points"].is_null());
  EXPECT_EQ(grade["text"], "results come when your teacher shows them");
  EXPECT_EQ(gradebook_of("classmate")["standing"], "not_met") << "the teacher sees it";
  EXPECT_EQ(gradebook_of("classmate")["points"], 4.0);
  ASSERT_EQ(ask("teacher", "POST", at_ + "/release").status, 200);
  grade = grade_of("classmate");
  EXPECT_EQ(grade["standing"], "not_met");
  EXPECT_EQ(grade["points"], 4.0);
}

TEST_F(HandInTest, AnEasierVersionLiftsAndAHarderOneTakesNothingAway) {
  for (const char* name : {"classmate-1", "classmate-2"})
    ASSERT_EQ(send("classmate", fake_body(name, 92, 1.5)).status, 201);
  EXPECT_EQ(gradebook_of("classmate")["standing"], "not_met");
  const Json hats = Json::parse(R"([{"kind":"spread_norm","line":"hat","bound":1.6}])");
  EXPECT_EQ(change({{"demands", hats}})["version"], 2);
  EXPECT_EQ(gradebook_of("classmate")["standing"], "not_met") << "they were played for version 1";
  const auto judge = [&](int version, bool dry) {
    return Json::parse(
        ask("teacher", "POST", at_ + "/judge_again", {{"version", version}, {"dry_run", dry}}).body);
  };
  const Json seen = judge(2, true);
  ASSERT_EQ(seen["changes"].size(), 1u) << seen;
  EXPECT_EQ(seen["changes"][0]["before"], "not_met");
  EXPECT_EQ(seen["changes"][0]["after"], "passed");
  EXPECT_EQ(gradebook_of("classmate")["standing"], "not_met") << "a look changes nothing";
  judge(2, false);
  EXPECT_EQ(gradebook_of("classmate")["standing"], "passed");
  const Json harder = Json::parse(R"([{"kind":"spread_norm","line":"hat","bound":0.5}])");
  change({{"demands", harder}});
  const Json hard = judge(3, false);
  ASSERT_EQ(hard["changes"].size(), 1u);
  EXPECT_EQ(hard["changes"][0]["under"], "not_met");
  EXPECT_EQ(hard["changes"][0]["after"], "passed");
  EXPECT_EQ(gradebook_of("classmate")["standing"], "passed") << "what was told stays told";
}

TEST_F(HandInTest, WhatWasPassedStaysPassedWhenTheTeacherMovesTheDay) {
  for (const char* name : {"classmate-1", "classmate-2"})
    ASSERT_EQ(send("classmate", fake_body(name, 92, 1)).status, 201);
  change({{"due_s", now_ - 500}, {"late", "refused"}});
  EXPECT_EQ(gradebook_of("classmate")["standing"], "passed");
  // Chart and tempo stay.
  Asked asked{.method = "PATCH", .path = at_, .body = R"({"bpm":100})", .if_match = "1"};
  const Told answer = as(world_, "teacher", asked);
  EXPECT_EQ(answer.status, 409) << answer.body;
  asked.if_match = "2";
  EXPECT_EQ(as(world_, "teacher", asked).status, 412);
  asked.if_match = "";
  EXPECT_EQ(as(world_, "teacher", asked).status, 400);
}

TEST_F(HandInTest, ATitleIsNoNewVersionAndTwoTeachersDoNotOverwriteEachOther) {
  const std::string seen = Json::parse(ask("teacher", "GET", at_).body)["edition"];
  const Json titled = change({{"title", "Hats at 92"}});
  EXPECT_EQ(titled["version"], 1);
  Asked asked{.method = "PATCH", .path = at_, .body = R"({"title":"Another"})", .if_match = seen};
  EXPECT_EQ(as(world_, "teacher", asked).status, 412) << "it was looked at before the first";
  asked.if_match = '"' + titled["edition"].get<std::string>() + '"';
  EXPECT_EQ(as(world_, "teacher", asked).status, 200);
  EXPECT_EQ(Json::parse(ask("teacher", "GET", at_).body)["title"], "Another");
}

TEST_F(HandInTest, ATakeThatIsTakenOutIsMadeAnewWithoutIt) {
  const Json first = Json::parse(send("classmate", fake_body("classmate-1", 92, 1)).body);
  ASSERT_EQ(send("classmate", fake_body("classmate-2", 92, 1)).status, 201);
  EXPECT_EQ(gradebook_of("classmate")["standing"], "passed");
  const std::string path = fmt::format("/api/submissions/{}", first["submission"]["id"].get<int>());
  EXPECT_EQ(ask("teacher", "PATCH", path, {{"state", "taken_out"}, {"reason", ""}}).status, 400);
  ASSERT_EQ(ask("teacher", "PATCH", path, {{"state", "taken_out"}, {"reason", "a friend played"}}).status,
            200);
  EXPECT_EQ(gradebook_of("classmate")["standing"], "not_met");
  EXPECT_EQ(Json::parse(ask("classmate", "GET", path).body)["why"], "a friend played");
}

TEST_F(HandInTest, TheTableHasWhatTheGradebookHas) {
  ASSERT_EQ(send("classmate", fake_body("classmate-1", 92, 1.2)).status, 201);
  const Told table = as(world_, "teacher",
                        {.method = "GET",
                         .path = fmt::format("/api/classes/{}/gradebook.csv", world_.klass),
                         .query = {{"bom", "1"}}});
  EXPECT_EQ(table.type, "text/csv; charset=utf-8");
  EXPECT_TRUE(
      table.body.starts_with("\xEF\xBB\xBF"
                             "class,assignment,name,"));
  EXPECT_NE(
      table.body.find("7b,Hats,classmate,G,,not_met,no,spread_norm,hat,1.33,met,1.2,1.08,1.38,of the norm,"),
      std::string::npos)
      << table.body;
  EXPECT_NE(table.body.find(",elbow\r\n"), std::string::npos) << "the comment on the student's take";
  EXPECT_EQ(table.body.find("teacher"), std::string::npos);
}

// Two schools with the same numbers, a step of each in turn: every answer is looked through for the other's.
TEST_F(HandInTest, TwoSchoolsInterleavedSeeNothingOfEachOther) {
  const World second = make_world();
  ASSERT_EQ(world_.assignment, second.assignment);
  ASSERT_EQ(world_.people, second.people);
  const auto mark = [](const World& world) { return fmt::format("mark{}mark", world.school); };
  const auto step = [&](const World& world, const std::string& who, Asked asked) {
    const Told answer = as(world, who, std::move(asked));
    EXPECT_LT(answer.status, 300) << answer.body;
    const World& other = world.school == world_.school ? second : world_;
    EXPECT_EQ(answer.body.find(mark(other)), std::string::npos) << answer.body;
    return answer;
  };
  const std::string submissions = at_ + "/submissions";
  std::map<std::int64_t, std::int64_t> played;
  const std::array<const World*, 2> both{&world_, &second};
  for (int turn = 0; turn < 3; ++turn)
    for (const World* world : both) {
      const double z = 1 + static_cast<double>(world->school) / 100;
      const Json body = fake_body(fmt::format("take-{}-{}", world->school, turn), 92, z);
      const Json handed = Json::parse(
          step(*world, "classmate", {.method = "POST", .path = submissions, .body = body.dump()}).body);
      played[world->school] = handed["submission"]["id"];
      EXPECT_NEAR(handed["submission"]["answers"][0]["value"].get<double>(), z, 1e-9);
      EXPECT_EQ(handed["grade"]["used"], turn + 1);
    }
  EXPECT_EQ(played.begin()->second, played.rbegin()->second) << "both count by themselves";
  for (const World* world : both) {
    const std::string path = fmt::format("/api/submissions/{}", played[world->school]);
    step(*world, "teacher",
         {.method = "POST", .path = path + "/comments", .body = Json{{"text", mark(*world)}}.dump()});
    step(*world, "teacher",
         {.method = "PATCH",
          .path = "/api/me/phrases",
          .body = Json{{"phrases", Json::array({mark(*world)})}}.dump()});
  }
  for (const World* world : both)
    for (const Route& route : routes())
      if (route.method == "GET")
        for (const char* who : {"admin", "teacher", "student", "classmate"}) {
          const Told answer = as(*world, who,
                                 {.method = "GET",
                                  .path = world->filled(std::string(route.pattern), false),
                                  .query = {{"reason", "a complaint"}}});
          EXPECT_EQ(answer.body.find(mark(world == both[0] ? second : world_)), std::string::npos)
              << route.pattern << " as " << who;
        }
}

}  // namespace
}  // namespace firstchair::school_api
