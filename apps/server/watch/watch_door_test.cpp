// The second port: it answers three questions and lets go of whoever asks otherwise.
#include "apps/server/watch/watch_door.h"

#include <gtest/gtest.h>

#include "testing/server/raw_client.h"

namespace firstchair::server {
namespace {

TEST(WatchDoor, AnswersAndClosesAndIsNotHeldUp) {
  auto door = WatchDoor::open("127.0.0.1", 0, [](std::string_view path) {
    return path == "/readyz" ? school_api::Watch::Answer{.status = 503, .body = "no\n"}
                             : school_api::Watch::Answer{.body = "up\n"};
  });
  ASSERT_TRUE(door) << door.error().line();
  const int port = (*door)->port();
  EXPECT_EQ(ask_watch("127.0.0.1", port, "/healthz")->first, 200);
  EXPECT_EQ(ask_watch("127.0.0.1", port, "/readyz?x=1")->second, "no\n");
  const auto ask = [&](const std::string& bytes) { return RawClient(port).ask(bytes); };
  EXPECT_EQ(status_of(ask("POST /healthz HTTP/1.1\r\n\r\n")), 405);
  EXPECT_EQ(body_of(ask("HEAD /healthz HTTP/1.1\r\n\r\n")), "");
  EXPECT_EQ(ask("nonsense\r\n\r\n"), "");
  EXPECT_EQ(ask(std::string(20'000, 'x')), "") << "a head that does not end";
  {
    RawClient gone(port);
    gone.send("GET /hea");
  }
  EXPECT_EQ(ask_watch("127.0.0.1", port, "/healthz")->first, 200);
  const auto taken = WatchDoor::open("127.0.0.1", port, {});
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().line().find("cannot listen there"), std::string::npos) << taken.error().line();
  EXPECT_FALSE(WatchDoor::open("localhost?", 0, {}));
  door = Error{};
  EXPECT_FALSE(ask_watch("127.0.0.1", port, "/healthz"));
}

}  // namespace
}  // namespace firstchair::server
