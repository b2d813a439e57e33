// A player's own key over real sockets: what it opens, and that it opens nobody else's.
#include <ctime>

#include "apps/server/http/player_key.h"
#include "apps/server/http/server_test.h"
#include "testing/book/played.h"

namespace firstchair::server {
namespace {

using nlohmann::json;

class OwnKeyTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    testing::fill_book(book_file(), static_cast<std::int64_t>(std::time(nullptr)), norms());
    store::BookConfig config;
    config.file = book_file();
    Result<store::Book> book = store::Book::open(config);
    ASSERT_TRUE(book);
    ASSERT_TRUE(book->add_player("Ada"));
    first_ = book->players()->front().name;
  }
  std::string asked(const std::string& player, const std::string& method, const std::string& target,
                    const std::string& body = {}) {
    return RawClient(port()).ask(
        fmt::format("{} {} HTTP/1.1\r\n{}X-Firstchair-Token: {}\r\nContent-Length: {}\r\n\r\n{}", method,
                    target, host(), player_key(server_->token(), player), body.size(), body));
  }
  std::string first_;
};

TEST_F(OwnKeyTest, OpensOnesOwnTakesWhateverPlayerIsAsked) {
  const json own = json::parse(body_of(asked(first_, "GET", "/api/book/takes?player=Ada")));
  EXPECT_EQ(own["takes"].size(), 6u);
  const json none = json::parse(body_of(asked("Ada", "GET", "/api/book/takes?player=" + first_)));
  EXPECT_EQ(none["takes"].size(), 0u);
  EXPECT_EQ(status_of(asked(first_, "GET", "/api/book/takes/3")), 200);
  EXPECT_EQ(status_of(asked(first_, "GET", "/api/book/compare?a=1&b=3")),
            status_of(ask("GET", "/api/book/compare?a=1&b=3")));
}

TEST_F(OwnKeyTest, OpensNobodyElses) {
  for (const std::string target : {"/api/book/takes/3", "/api/book/takes/3/about",
                                   "/api/book/takes/3/take.html", "/api/book/compare?a=1&b=3"})
    EXPECT_EQ(status_of(asked("Ada", "GET", target)), 404) << target;
  for (const std::string change : {"discard", "undo", "count", "uncount"})
    EXPECT_EQ(status_of(asked("Ada", "POST", "/api/book/takes/3/" + change)), 404) << change;
  EXPECT_EQ(json::parse(body_of(ask("GET", "/api/book/takes")))["takes"].size(), 6u) << "none was discarded";
  const json players = json::parse(body_of(asked("Ada", "GET", "/api/book/players")))["players"];
  ASSERT_EQ(players.size(), 1u);
  EXPECT_EQ(players[0]["name"], "Ada");
}

TEST_F(OwnKeyTest, AddsNobodyWhereTheServersOwnDoes) {
  EXPECT_EQ(status_of(asked("Ada", "POST", "/api/book/players", R"({"name":"Bo"})")), 403);
  const json players = json::parse(body_of(ask("POST", "/api/book/players", R"({"name":"Bo"})")))["players"];
  ASSERT_EQ(players.size(), 3u);
  EXPECT_EQ(players[2]["name"], "Bo");
  for (const char* refused : {R"({"name":"bo"})", R"({"name":" "})", R"({"name":7})", "{}", "no JSON"})
    EXPECT_EQ(status_of(ask("POST", "/api/book/players", refused)), 400) << refused;
}

TEST_F(OwnKeyTest, IsRefusedWhenTheServersKeyIsAnother) {
  const std::string key = player_key("00112233445566778899aabbccddeeff", "Ada");
  const std::string answer = RawClient(port()).ask(
      fmt::format("GET /api/book/takes HTTP/1.1\r\n{}X-Firstchair-Token: {}\r\n\r\n", host(), key));
  EXPECT_EQ(status_of(answer), 401);
}

}  // namespace
}  // namespace firstchair::server
