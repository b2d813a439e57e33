// A student's take over HTTP, as a page sends it: judged here, in the gradebook, with its sound.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <vector>

#include "apps/server/api/sent_take_test.h"
#include "apps/server/http/server_test.h"
#include "school/secrets.h"
#include "testing/server/silent_host.h"

namespace firstchair::server {
namespace {

using Json = nlohmann::json;

class SchoolPlayedTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    const std::string database = (folder_ / "school.sqlite").string();
    Result<school::SchoolStore> store = school::SchoolStore::open({.database = database});
    ASSERT_TRUE(store) << store.error().line();
    const std::int64_t now = static_cast<std::int64_t>(std::time(nullptr));
    const school::Act act{.at_s = now};
    ASSERT_TRUE(store->make_school({.name = "Lessing", .country = "DE", .retention = {}}, act));
    ASSERT_TRUE(store->add_class(1, {.title = "7b"}, act));
    for (const auto& [name, role] :
         {std::pair{"Mia", school::Role::student}, {"Kern", school::Role::teacher}}) {
      const std::int64_t person = *store->add_person(1, {.name = name, .given = ""}, act);
      ASSERT_TRUE(store->set_member(1, 1, person, role, act));
      ASSERT_TRUE(store->begin_session(1, school::hash_of(std::string("1-") + name),
                                       {person, now, now, now + 1000, "token"}, act));
    }
    ASSERT_TRUE(store->add_assignment(
        1,
        {.klass = 1,
         .title = "Eighths at 92",
         .item = "rock-8ths",
         .bpm = 92,
         .demands = {{.kind = assign::DemandKind::spread_ms, .line = Line::hat, .bound = 30},
                     {.kind = assign::DemandKind::slips, .bound = 5},
                     {.kind = assign::DemandKind::bars_clean, .bound = 8}},
         .pass = {.kind = assign::PassKind::one, .k = 1, .n = 1},
         .sound = school::KeepSound::keep},
        act));
    ServerConfig config;
    config.readers = 4;
    config.school =
        SchoolServing{.api = {.store = {.database = database, .create = false}, .sounds = sounds()}};
    begin(std::move(config));
  }
  virtual std::string sounds() const { return (folder_ / "sounds").string(); }
  std::string send(const char* who, const std::string& method, const std::string& target,
                   const std::string& body = {}, const std::string& headers = {}) {
    RawClient client(port());
    return client.ask(fmt::format(
        "{} {} HTTP/1.1\r\n{}Cookie: __Host-firstchair=1-{}\r\nX-Firstchair-Csrf: token\r\n{}Content-Length: "
        "{}\r\n\r\n{}",
        method, target, host(), who, headers, body.size(), body));
  }
  // The strokes are 10 ms late and 10 ms early in turn: a habit at places of the bar, which is no spread.
  static Json take(const std::string& name, const std::string& settings = kSettings) {
    const Chart chart = *charts::builtin_chart("rock-8ths");
    return body_of_take(name, played_in_the_page(chart, settings, norms()), chart, settings);
  }
};

TEST_F(SchoolPlayedTest, ATakeIsJudgedHereAndStandsInTheGradebook) {
  const Json opened = Json::parse(body_of(send("Mia", "POST", "/api/assignments/1/openings")));
  Json body = take("page-take-1");
  body["opening"] = opened["opening"];
  const std::string answer = send("Mia", "POST", "/api/assignments/1/submissions", body.dump());
  ASSERT_EQ(status_of(answer), 201) << answer;
  const Json handed = Json::parse(body_of(answer));
  EXPECT_EQ(handed["grade"]["standing"], "passed") << handed;
  const Json& spread = handed["submission"]["answers"][0];
  EXPECT_LT(spread["low"].get<double>(), spread["value"].get<double>());
  EXPECT_GT(spread["high"].get<double>(), spread["value"].get<double>());
  EXPECT_EQ(handed["submission"]["answers"][2]["value"], 8.0) << "eight bars without a slip";
  const Json book = Json::parse(body_of(send("Kern", "GET", "/api/classes/1/gradebook")));
  EXPECT_EQ(book["grades"][0]["standing"], "passed");
  const std::string told = send("Kern", "GET", "/api/submissions/1/take.json");
  EXPECT_EQ(Json::parse(body_of(told))["hits"].size(), body["hits"].size());
  const std::string page = send("Kern", "GET", "/api/submissions/1/take.html");
  EXPECT_TRUE(has(page, "Content-Type: text/html"));
  EXPECT_TRUE(has(send("Kern", "GET", "/api/classes/1/gradebook.csv"), "Content-Type: text/csv"));
  const std::string slow = send("Mia", "POST", "/api/assignments/1/submissions",
                                take("page-take-2",
                                     "rate 48000\nbpm 84\ntimes 8\nmidi 1\nround_trip 0\nstart "
                                     "0.1\nname drill\n")
                                    .dump());
  EXPECT_EQ(status_of(slow), 409);
  EXPECT_TRUE(has(slow, "played at 84, asked were 92: kept in your book, not handed in")) << slow;
}

TEST_F(SchoolPlayedTest, SoundComesInPartsAndIsListenedToInParts) {
  std::string body = "--b\r\nContent-Disposition: form-data; name=\"take\"\r\n\r\n" +
                     take("page-take-3").dump() +
                     "\r\n--b\r\nContent-Disposition: form-data; name=\"sound\"; filename=\"a.wav\"\r\n"
                     "Content-Type: audio/wav\r\n\r\n0123456789\r\n--b--\r\n";
  const std::string type = "Content-Type: multipart/form-data; boundary=b\r\n";
  EXPECT_EQ(status_of(send("Nobody", "POST", "/api/assignments/1/submissions", body, type)), 401)
      << "before the body is read";
  const std::string answer = send("Mia", "POST", "/api/assignments/1/submissions", body, type);
  ASSERT_EQ(status_of(answer), 201) << answer;
  EXPECT_TRUE(soon_left(0)) << "what was sent is no longer there";
  EXPECT_EQ(body_of(send("Kern", "GET", "/api/submissions/1/sound")), "0123456789");
  const std::string part = send("Kern", "GET", "/api/submissions/1/sound", {}, "Range: bytes=3-5\r\n");
  EXPECT_EQ(status_of(part), 206);
  EXPECT_EQ(body_of(part), "345");
  EXPECT_TRUE(has(part, "Content-Range: bytes 3-5/10"));
  EXPECT_EQ(status_of(send("Kern", "GET", "/api/submissions/1/sound", {}, "Range: bytes=10-\r\n")), 416);
}

TEST_F(SchoolPlayedTest, WhatIsNoSoundIsToldAtOnceAndNotTriedAgain) {
  const std::string body =
      "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\nrecorded-1\r\n--b\r\nContent-Disposition: "
      "form-data; name=\"sound\"; filename=\"a.wav\"\r\nContent-Type: audio/wav\r\n\r\nno sound at "
      "all\r\n--b--\r\n";
  const std::string type = "Content-Type: multipart/form-data; boundary=b\r\n";
  ASSERT_EQ(status_of(send("Mia", "POST", "/api/assignments/1/submissions", body, type)), 202);
  Json told;
  for (int turn = 0; turn < 400; ++turn) {
    told = Json::parse(body_of(send("Mia", "GET", "/api/submissions/1")));
    if (told["why"] != "") break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(told["state"], "failed") << told;
  EXPECT_EQ(told["why"], "this could not be heard (not a sound file); it uses no attempt");
}

// Sound is kept in a bucket that takes connections and never answers.
class SlowBucketTest : public SchoolPlayedTest {
 protected:
  SlowBucketTest() {
    ::setenv("AWS_ACCESS_KEY_ID", "access", 1);
    ::setenv("AWS_SECRET_ACCESS_KEY", "hidden", 1);
  }
  ~SlowBucketTest() override {
    ::unsetenv("AWS_ACCESS_KEY_ID");
    ::unsetenv("AWS_SECRET_ACCESS_KEY");
  }
  std::string sounds() const override { return host_.bucket(); }
  firstchair::testing::SilentHost host_;
};

TEST_F(SlowBucketTest, HoldsUpWhoSendsSoundAndNobodyElse) {
  // More than the server has threads that answer.
  constexpr int kSenders = 8;
  std::vector<std::thread> senders;
  std::atomic<int> later = 0, sent = 0;
  for (int i = 0; i < kSenders; ++i)
    senders.emplace_back([&, i] {
      const std::string body = fmt::format(
          "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\nrecorded-{}\r\n--b\r\nContent-"
          "Disposition: form-data; name=\"sound\"; filename=\"a.wav\"\r\nContent-Type: "
          "audio/wav\r\n\r\n0123456789\r\n--b--\r\n",
          i);
      ++sent;
      const std::string told = send("Mia", "POST", "/api/assignments/1/submissions", body,
                                    "Content-Type: multipart/form-data; boundary=b\r\n");
      const bool kept = has(told, "the object store does not take the sound now; send it again later");
      later += status_of(told) == 503 && kept ? 1 : 0;
    });
  while (sent < kSenders) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(status_of(send("Kern", "GET", "/api/classes/1/gradebook")), 200);
  EXPECT_EQ(status_of(send("Mia", "POST", "/api/assignments/1/submissions", take("page-take-4").dump())), 201)
      << "a take without its sound";
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(12))
      << "it hangs for 15 s and more";
  host_.leave();
  for (std::thread& one : senders) one.join();
  EXPECT_EQ(later, kSenders) << "each is told, and keeps its take";
}

}  // namespace
}  // namespace firstchair::server
