// The book over real sockets: what it tells, and what it refuses.
#include <sqlite3.h>

#include <cmath>
#include <ctime>

#include "apps/server/http/server_test.h"
#include "charts/gunzip.h"
#include "store/chart_text.h"
#include "testing/book/played.h"

namespace firstchair::server {
namespace {

using nlohmann::json;

class BookApiTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    now_s_ = static_cast<std::int64_t>(std::time(nullptr));
  }
  std::string fill() { return testing::fill_book(book_file(), now_s_, norms()); }
  json get(const std::string& target) {
    const std::string answer = ask("GET", target);
    EXPECT_EQ(status_of(answer), 200) << target << "\n" << answer;
    return json::parse(body_of(answer), nullptr, false);
  }
  void expect_refused(int status, const std::string& method, const std::string& target,
                      const std::string& body = {}) {
    const std::string answer = ask(method, target, body);
    EXPECT_EQ(status_of(answer), status) << method << " " << target << " " << body << "\n" << answer;
    const json said = json::parse(body_of(answer), nullptr, false);
    ASSERT_TRUE(said.is_object()) << answer;
    EXPECT_FALSE(said["error"].get<std::string>().empty());
  }

  std::int64_t now_s_ = 0;
};

TEST_F(BookApiTest, ListsTakesPageByPageTheNewestFirst) {
  const std::string item = fill();
  std::vector<std::int64_t> ids;
  std::string more;
  for (int page = 0; page < 3; ++page) {
    const json told = get("/api/book/takes?limit=2&item=" + item + more);
    for (const json& take : told["takes"]) ids.push_back(take["id"]);
    if (told["next"].is_null()) break;
    more = "&before=" + std::to_string(told["next"].get<std::int64_t>());
  }
  EXPECT_EQ(ids, (std::vector<std::int64_t>{6, 5, 4, 3, 2, 1}));
  const json take = get("/api/book/takes")["takes"][0];
  EXPECT_EQ(take["item"], item);
  EXPECT_EQ(take["mode"], "drill");
  EXPECT_EQ(take["kit"], "midi");
  EXPECT_TRUE(take["pain"].is_null());
  EXPECT_TRUE(take["follow"].is_null());  // no band played along
  int spreads = 0;
  for (const json& line : take["lines"]) {
    const json spread = line["spread_ms"];
    if (spread.is_null()) continue;  // too few strokes
    ++spreads;
    EXPECT_LE(spread[1].get<double>(), spread[0].get<double>());
    EXPECT_LE(spread[0].get<double>(), spread[2].get<double>());
  }
  EXPECT_GE(spreads, 1);
  EXPECT_EQ(get("/api/book/takes?item=0123456789abcdef")["takes"].size(), 0U);
}

TEST_F(BookApiTest, KeepsChartsThatWereWrittenAndNeverPlayed) {
  const auto version = [](const std::string& text, const char* format = "text") {
    return json{{"id", "c0ffee"}, {"title", "Mine"}, {"format", format}, {"text", text}}.dump();
  };
  EXPECT_EQ(get("/api/book/charts")["charts"].size(), 0u);
  const std::string first = ask("POST", "/api/book/charts", version("Title: Mine\n\nSN|oooo|\n"));
  ASSERT_EQ(status_of(first), 200) << first;
  ASSERT_EQ(status_of(ask("POST", "/api/book/charts", version("SN|o-o-|"))), 200);
  const json listed = get("/api/book/charts")["charts"];
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0]["title"], "Mine");
  EXPECT_GT(listed[0]["written_s"], json::parse(body_of(first))["written_s"]);
  const json versions = get("/api/book/charts/c0ffee")["versions"];
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0]["text"], "Title: Mine\n\nSN|oooo|\n");
  EXPECT_EQ(versions[1]["text"], "SN|o-o-|");
  expect_refused(422, "POST", "/api/book/charts", version("nothing to play"));
  expect_refused(400, "POST", "/api/book/charts", version("not base64!", "midi"));
  expect_refused(400, "POST", "/api/book/charts", version("SN|oooo|", "pdf"));
  expect_refused(400, "POST", "/api/book/charts", R"({"id":"../x","title":"","format":"text","text":""})");
  expect_refused(404, "GET", "/api/book/charts/other");
  expect_refused(404, "GET", "/api/book/charts?player=nobody");
  expect_refused(405, "DELETE", "/api/book/charts");
  EXPECT_EQ(get("/api/book/charts/c0ffee")["versions"].size(), 2u) << "what was refused left nothing";
  ASSERT_EQ(status_of(ask("POST", "/api/book/charts", version(""))), 200);
  EXPECT_EQ(get("/api/book/charts")["charts"].size(), 0u);
}

// 115.46 is no 115.5 on the way to a page that would make 116 of it.
TEST_F(BookApiTest, TellsATempoAsItsOwnTextDoes) {
  const std::string item = fill();
  Result<store::Book> book = store::Book::open({.file = book_file()});
  ASSERT_TRUE(book->keep_limit(0, {item, now_s_, std::log2(115.46), 0.02, 0.08, 9}));
  const json limit = get("/api/book/limits?item=" + item)["limits"][0];
  EXPECT_NEAR(limit["bpm"][0].get<double>(), 115.46, 1e-4);
  EXPECT_TRUE(has(limit["text"].get<std::string>(), "Breaks at 115 (")) << limit["text"];
}

TEST_F(BookApiTest, GivesATakeAsTheBookHasIt) {
  fill();
  const json take = get("/api/book/takes/3");
  EXPECT_EQ(take["format"], "firstchair-take");
  EXPECT_EQ(take["hits"].size(), store::Book::open({.file = book_file()})->load(3)->take.hits.size());
  EXPECT_TRUE(has(ask("GET", "/api/book/takes/3/take.html"), "<!doctype html>"));
  const json about = get("/api/book/takes/3/about");
  EXPECT_EQ(about["take"]["id"], 3);
  EXPECT_TRUE(about["round_trip_ms"].is_null());
}

TEST_F(BookApiTest, PacksATakeForWhoTakesItSo) {
  fill();
  for (const char* part : {"", "/take.html"}) {
    const std::string target = fmt::format("/api/book/takes/3{}", part);
    const auto get = [&](const char* takes) {
      RawClient client(port());
      return client.ask(
          fmt::format("GET {} HTTP/1.1\r\n{}{}Accept-Encoding: {}\r\n\r\n", target, host(), key(), takes));
    };
    const std::string plain = get("gzip;q=0"), packed = get("deflate, gzip");
    EXPECT_FALSE(has(plain, "Content-Encoding"));
    EXPECT_TRUE(has(packed, "Content-Encoding: gzip"));
    EXPECT_TRUE(has(plain, "Vary: Accept-Encoding") && has(packed, "Vary: Accept-Encoding"));
    EXPECT_LT(body_of(packed).size(), body_of(plain).size() / 2);
    EXPECT_EQ(charts::gunzip(body_of(packed), std::size_t{1} << 24), body_of(plain));
  }
  EXPECT_FALSE(has(ask("GET", "/api/book/takes"), "Vary"));
}

TEST_F(BookApiTest, TellsAnItemsProgressWithIntervals) {
  const std::string item = fill();
  const json items = get("/api/book/items")["items"];
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0]["item"], item);
  EXPECT_EQ(items[0]["takes"], 6);
  EXPECT_EQ(items[0]["bars"], 1);
  const json progress = get("/api/book/progress?item=" + item);
  EXPECT_EQ(progress["takes"].size(), 6U);
  EXPECT_EQ(progress["takes"][0]["id"], 1) << "oldest first";
  ASSERT_FALSE(progress["texts"].empty());
  EXPECT_TRUE(has(progress["texts"][0].get<std::string>(), "over 6 takes on 6 days"));
  ASSERT_EQ(progress["levels"].size(), 8U) << "6 takes to a click, a limit, now";
  for (const json& level : progress["levels"]) {
    EXPECT_LT(level["bpm"][1].get<double>(), level["bpm"][0].get<double>());
    EXPECT_LT(level["bpm"][0].get<double>(), level["bpm"][2].get<double>());
  }
  EXPECT_EQ(progress["levels"].back()["bpm"], items[0]["level_bpm"]);
  const json limits = get("/api/book/limits")["limits"];
  ASSERT_EQ(limits.size(), 1U);
  EXPECT_EQ(limits, progress["limits"]);
  EXPECT_NEAR(limits[0]["bpm"][0], 119.4, 0.05);
  EXPECT_TRUE(has(limits[0]["text"].get<std::string>(), "Breaks at 119 (116-123), 9 takes."));
}

TEST_F(BookApiTest, SaysWhetherTwoTakesDiffer) {
  fill();
  const json compared = get("/api/book/compare?a=1&b=6");
  EXPECT_EQ(compared["a"]["id"], 1);
  EXPECT_EQ(compared["lines"][0]["spread"], "real");
  EXPECT_LT(compared["lines"][0]["ratio"][2].get<double>(), 1);
  EXPECT_TRUE(has(compared["lines"][0]["text"].get<std::string>(), "real change"));
  store::Book book = std::move(*store::Book::open({.file = book_file()}));
  const testing::PlayedDrill other = testing::played_drill("rock-8ths", 120, 16, 9, now_s_ - 500, 9, norms());
  ASSERT_TRUE(book.save(other.take, other.how));
  expect_refused(409, "GET", "/api/book/compare?a=1&b=7");
}

TEST_F(BookApiTest, GivesAnItemsChartToPractiseItAgain) {
  const std::string item = fill();
  const std::string answer = ask("GET", "/api/book/chart?item=" + item);
  ASSERT_EQ(status_of(answer), 200) << answer;
  const std::string tab = body_of(answer);
  const Result<Chart> chart = charts::read_chart(
      charts::ChartFormat::tab, {reinterpret_cast<const std::uint8_t*>(tab.data()), tab.size()});
  ASSERT_TRUE(chart);
  EXPECT_EQ(store::item_of(*chart), item);
  EXPECT_EQ(tempo_at(*chart, 0), 92);
}

TEST_F(BookApiTest, PlansTheDayAsTheProgramDoes) {
  const std::string item = fill();
  const json today = get("/api/today?minutes=20");
  EXPECT_TRUE(today["advice"].is_null());
  EXPECT_TRUE(has(today["plan"]["text"].get<std::string>(), "Today: 20 min of playing"));
  ASSERT_FALSE(today["plan"]["steps"].empty());
  bool work = false;
  for (const json& step : today["plan"]["steps"]) {
    if (step["kind"] == "rest") continue;
    EXPECT_FALSE(step["why"].get<std::string>().empty());
    EXPECT_FALSE(step["until"].get<std::string>().empty());
    EXPECT_TRUE(has(today["plan"]["text"].get<std::string>(), step["what"].get<std::string>()));
    work = work || (step["kind"] == "work" && step["item"] == item && step["bpm"] > 60);
  }
  EXPECT_TRUE(work);
  EXPECT_TRUE(today["goals"].empty());
  const json goals =
      json::parse(body_of(ask("POST", "/api/today/goal", json{{"item", item}, {"bpm", 140}}.dump())));
  EXPECT_EQ(goals["goals"][0]["bpm"], 140);
  EXPECT_TRUE(has(goals["goals"][0]["text"].get<std::string>(), "goal 140, breaks at"));
  EXPECT_EQ(get("/api/book/items")["items"][0]["goal_bpm"], 140);
  const json done = json::parse(body_of(ask("POST", "/api/today/done?minutes=20")));
  EXPECT_EQ(done["done"]["steps"].size(), done["plan"]["steps"].size());
  const json none =
      json::parse(body_of(ask("POST", "/api/today/goal", json{{"item", item}, {"bpm", 0}}.dump())));
  EXPECT_TRUE(none["goals"].empty());
}

TEST_F(BookApiTest, StopsAtPainAndPlansNothing) {
  fill();
  const json hurt = json::parse(body_of(ask("POST", "/api/today/pain", R"({"pain": 5})")));
  EXPECT_TRUE(hurt["plan"].is_null());
  EXPECT_EQ(hurt["advice"]["may_override"], false);
  EXPECT_TRUE(has(hurt["advice"]["text"].get<std::string>(), "Pain 5 of 10"));
  // It holds for the day, whoever asks and whatever is said later.
  const json later = json::parse(body_of(ask("POST", "/api/today/pain", R"({"pain": 0, "numb": false})")));
  EXPECT_TRUE(later["plan"].is_null());
  const json today = get("/api/today?minutes=20");
  EXPECT_EQ(today["advice"]["may_override"], false);
  EXPECT_TRUE(today["plan"].is_null());
}

TEST_F(BookApiTest, PainIsKeptAndToldBeforeAnythingWasPlayed) {
  const json hurt = json::parse(body_of(ask("POST", "/api/today/pain", R"({"pain": 5})")));
  EXPECT_EQ(hurt["advice"]["may_override"], false) << hurt;
  EXPECT_EQ(get("/api/today")["advice"]["may_override"], false);
}

TEST_F(BookApiTest, ATakeIsDiscardedPutBackAndCounted) {
  const std::string item = fill();
  const auto post = [&](const std::string& target) {
    const std::string answer = ask("POST", target);
    EXPECT_EQ(status_of(answer), 200) << answer;
    return json::parse(body_of(answer), nullptr, false);
  };
  expect_refused(404, "POST", "/api/book/undo");
  const auto levels = [&] { return get("/api/book/progress?item=" + item)["levels"].size(); };
  EXPECT_EQ(levels(), 8U) << "6 takes to a click, a limit, now";
  EXPECT_EQ(post("/api/book/takes/6/discard")["discarded"], true);
  EXPECT_EQ(get("/api/book/items")["items"][0]["takes"], 5);
  EXPECT_EQ(get("/api/book/progress?item=" + item)["takes"].size(), 5U);
  EXPECT_EQ(levels(), 7U) << "out of the level";
  EXPECT_EQ(post("/api/book/undo")["id"], 6);
  EXPECT_EQ(levels(), 8U);
  EXPECT_EQ(post("/api/book/takes/6/uncount")["counted"], false);
  EXPECT_EQ(get("/api/book/items")["items"][0]["takes"], 5) << "out of the sum";
  EXPECT_EQ(levels(), 7U);
  const json listed = get("/api/book/progress?item=" + item)["takes"];
  ASSERT_EQ(listed.size(), 6U) << "and listed";
  EXPECT_EQ(listed.back()["counted"], false);
  EXPECT_TRUE(has(listed.back()["text"].get<std::string>(), "(not counted)"));
  EXPECT_EQ(post("/api/book/takes/6/count")["counted"], true);
  EXPECT_EQ(levels(), 8U);
  for (const char* what : {"/discard", "/undo", "/count", "/uncount"})
    expect_refused(404, "POST", std::string("/api/book/takes/99") + what);
  expect_refused(405, "POST", "/api/book/takes/1/about");
  expect_refused(405, "POST", "/api/book/takes/1");
  expect_refused(405, "GET", "/api/book/undo");
}

TEST_F(BookApiTest, CountsAsTheTakeDoes) {
  fill();
  const json take = get("/api/book/takes/3"), kept = get("/api/book/takes/3/about")["take"]["hits"];
  for (const char* what : {"notes", "missed", "covered", "extra"})
    EXPECT_EQ(kept[what], take["counts"][what]) << what;
  EXPECT_EQ(kept["wrong"], take["counts"]["wrong_voice"]);
}

TEST_F(BookApiTest, KeepsPlayersApart) {
  const std::string item = fill();
  ASSERT_TRUE(store::Book::open({.file = book_file()})->add_player("Anna B."));
  const json players = get("/api/book/players")["players"];
  ASSERT_EQ(players.size(), 2U);
  EXPECT_EQ(players[0]["takes"], 6);
  EXPECT_EQ(players[1]["name"], "Anna B.");
  EXPECT_TRUE(get("/api/book/takes?player=Anna%20B.")["takes"].empty());
  EXPECT_TRUE(get("/api/book/items?player=Anna%20B.")["items"].empty());
  expect_refused(404, "GET", "/api/book/progress?player=Anna%20B.&item=" + item);
  expect_refused(404, "GET", "/api/today?player=Anna%20B.");
}

TEST_F(BookApiTest, RefusesWhatTheBookDoesNotHave) {
  fill();
  for (const char* target :
       {"/api/book/takes/99", "/api/book/takes/-1", "/api/book/takes/1x", "/api/book/takes/",
        "/api/book/takes/99999999999999999999", "/api/book/takes/1/secret", "/api/book/takes/1/take.html/x",
        "/api/book", "/api/book/", "/api/book/nothing", "/api/today/nothing", "/api/book/progress",
        "/api/book/progress?item=x", "/api/book/chart?item=x", "/api/book/takes?player=nobody",
        "/api/today?player=nobody", "/api/book/compare?a=1&b=99"})
    expect_refused(404, "GET", target);
  for (const char* target :
       {"/api/book/takes?limit=0", "/api/book/takes?limit=201", "/api/book/takes?limit=x",
        "/api/book/takes?before=0", "/api/book/takes?before=-4", "/api/today?minutes=1",
        "/api/today?minutes=1e9", "/api/book/compare?a=1", "/api/book/compare?a=one&b=2"})
    expect_refused(400, "GET", target);
  for (const char* target : {"/api/book/takes/1", "/api/book/items", "/api/today"})
    expect_refused(405, "DELETE", target);
  expect_refused(405, "GET", "/api/today/done");
  for (const char* body : {"{", "[]", "3", R"({"pain": 11})", R"({"pain": "much"})", R"({"numb": 1})"})
    expect_refused(400, "POST", "/api/today/pain", body);
  for (const char* body : {R"({"item": 3})", R"({"item": "x", "bpm": -1})", R"({"item": "x", "weight": 99})"})
    expect_refused(400, "POST", "/api/today/goal", body);
  expect_refused(404, "POST", "/api/today/goal", R"({"item": "0123456789abcdef", "bpm": 100})");
  RawClient stranger(port());
  EXPECT_EQ(status_of(stranger.ask("GET /api/book/takes HTTP/1.1\r\n" + host() + "\r\n")), 401);
}

TEST_F(BookApiTest, SaysSoWhenTheBookIsDamaged) {
  std::ofstream(book_file()) << std::string(4096, 'x');
  expect_refused(503, "GET", "/api/book/takes");
  expect_refused(503, "GET", "/api/today");
  EXPECT_EQ(status_of(ask("GET", "/")), 200);
}

// Another program writes the book for a long time: who wants to write waits, the network does not.
TEST_F(BookApiTest, NeverHoldsTheNetworkUp) {
  const std::string item = fill();
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(book_file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  RawClient waiting(port());
  const std::string goal = json{{"item", item}, {"bpm", 120}}.dump();
  waiting.send(fmt::format("POST /api/today/goal HTTP/1.1\r\n{}{}Content-Length: {}\r\n\r\n{}", host(), key(),
                           goal.size(), goal));
  EXPECT_EQ(status_of(ask("GET", "/main.js")), 200);
  EXPECT_EQ(status_of(ask("GET", "/api/book/takes")), 200);
  EXPECT_EQ(status_of(ask("GET", "/api/today")), 200);
  // Were it the network that waited, the goal would by now have been refused.
  sqlite3_exec(other, "COMMIT", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_EQ(status_of(waiting.answer()), 200);
}

TEST_F(BookApiTest, EndsWhileTheBookIsStillAsked) {
  fill();
  std::vector<std::unique_ptr<RawClient>> askers;
  for (int i = 0; i < 20; ++i) {
    askers.push_back(std::make_unique<RawClient>(port()));
    askers.back()->send("GET /api/book/compare?a=1&b=6 HTTP/1.1\r\n" + host() + key() + "\r\n");
  }
  end();
}

}  // namespace
}  // namespace firstchair::server
