// Limits that a page sends: of takes that the book has, and one for every search.
#include "apps/server/api/sent_limit.h"

#include "apps/server/api/sent_take_test.h"
#include "apps/server/http/server_test.h"

namespace firstchair::server {
namespace {

using nlohmann::json;

class SentLimitTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    chart_ = *charts::builtin_chart("rock-8ths");
    send("search-take-1", 88, "limit");
    send("search-take-2", 94, "limit");
    send("only-a-drill-1", 91, "drill");
  }
  void send(const std::string& name, int bpm, const std::string& mode, const std::string& query = {}) {
    const std::string settings = fmt::format("rate 48000\nbpm {}\nmidi 1\ntimes 4\n", bpm);
    json body = body_of_take(name, played_in_the_page(chart_, settings, norms()), chart_, settings);
    body["mode"] = mode;
    body["began_s"] = 1'790'000'000 + bpm;
    ASSERT_EQ(status_of(ask("POST", "/api/book/takes" + query, body.dump())), 200);
  }
  static json limit(const std::vector<std::string>& takes, double bpm) {
    return {{"takes", takes}, {"log2_bpm", std::log2(bpm)}, {"sd_oct", 0.03}, {"sigma_oct", 0.08}};
  }
  void expect_refused(int status, const std::string& body, const std::string& query = {}) {
    const std::string answer = ask("POST", "/api/book/limits" + query, body);
    EXPECT_EQ(status_of(answer), status) << body << answer;
    EXPECT_FALSE(json::parse(body_of(answer))["error"].get<std::string>().empty());
  }
  std::vector<LimitKept> kept() { return store::Book::open({.file = book_file()})->history(0)->limits; }

  Chart chart_;
};

TEST_F(SentLimitTest, IsTheSearchsOnlyOneHoweverOftenItIsSent) {
  EXPECT_EQ(status_of(ask("POST", "/api/book/limits", limit({"search-take-1"}, 90).dump())), 200);
  const std::string body = limit({"search-take-1", "search-take-2"}, 96).dump();
  EXPECT_EQ(status_of(ask("POST", "/api/book/limits", body)), 200);
  const std::string answer = ask("POST", "/api/book/limits", body);
  ASSERT_EQ(status_of(answer), 200);
  const json told = json::parse(body_of(answer))["limits"];
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NEAR(told[0]["bpm"][0].get<double>(), 96, 0.1);
  EXPECT_LT(told[0]["bpm"][1].get<double>(), told[0]["bpm"][0].get<double>());
  EXPECT_EQ(told[0]["takes"], 2);
  ASSERT_EQ(kept().size(), 1U);
  EXPECT_EQ(kept()[0].item, book::item_of_bars(chart_, {}));
  EXPECT_EQ(kept()[0].began_s, 1'790'000'088);
  EXPECT_NEAR(kept()[0].t50, std::log2(96), 1e-9);
  EXPECT_EQ(kept()[0].sd_oct, 0.03);
}

TEST_F(SentLimitTest, RefusesWhatTheBookDoesNotBear) {
  expect_refused(409, limit({"search-take-1", "search-take-9"}, 90).dump());
  expect_refused(409, limit({"only-a-drill-1"}, 90).dump());
  expect_refused(409, limit({"search-take-1"}, 180).dump());
  ASSERT_TRUE(store::Book::open({.file = book_file()})->add_player("Anna"));
  expect_refused(409, limit({"search-take-1"}, 90).dump(), "?player=Anna");
  expect_refused(404, limit({"search-take-1"}, 90).dump(), "?player=Bert");
  expect_refused(400, limit({}, 90).dump());
  expect_refused(400, limit({"search-take-1", "search-take-1"}, 90).dump());
  expect_refused(400, limit({"search-take-1"}, 9).dump());
  expect_refused(400, "[]");
  expect_refused(400, R"({"takes":[1],"log2_bpm":6,"sd_oct":0.1,"sigma_oct":0.1})");
  expect_refused(400, R"({"takes":["search-take-1"],"log2_bpm":6,"sd_oct":0,"sigma_oct":0.1})");
  EXPECT_TRUE(kept().empty());
}

}  // namespace
}  // namespace firstchair::server
