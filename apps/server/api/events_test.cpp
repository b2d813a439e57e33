// Events over WebSocket.
#include "apps/server/http/server_test.h"

namespace firstchair::server {
namespace {

using nlohmann::json;

TEST_F(ServerTest, RefusesWebSocketsWithoutTheTokenOrFromAnotherPage) {
  RawClient none(port()), wrong(port()), other(port()), plain(port());
  EXPECT_EQ(status_of(none.ask(upgrade(host(), "/api/events"))), 401);
  EXPECT_EQ(status_of(wrong.ask(upgrade(host(), "/api/events?token=123"))), 401);
  EXPECT_EQ(status_of(other.ask(
                upgrade(host(), "/api/events?token=" + server_->token(), "Origin: http://evil.example\r\n"))),
            403);
  EXPECT_EQ(status_of(plain.ask("GET /api/events HTTP/1.1\r\n" + host() + key() + "\r\n")), 426);
}

TEST_F(ServerTest, TellsTwoHundredIdleAndFiftyActiveClientsOfAnUpload) {
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 250; ++i) {
    clients.push_back(std::make_unique<RawClient>(port()));
    ASSERT_EQ(status_of(clients.back()->ask(upgrade(host(), "/api/events?token=" + server_->token()))), 101)
        << i;
  }
  // Fifty of them speak, masked as clients must: a ping of 4 bytes.
  const std::string ping(
      "\x89\x84\x01\x02\x03\x04"
      "abcd",
      10);
  for (int turn = 0; turn < 20; ++turn) {
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(clients[static_cast<std::size_t>(i)]->send(ping));
  }
  const json job = wait_for(json::parse(body_of(ask("POST", "/api/hear?name=a.wav", "not sound")))["id"]);
  EXPECT_EQ(job["state"], "failed");
  for (std::size_t i = 0; i < clients.size(); ++i) {
    std::string heard;
    while (heard.find("\"failed\"") == std::string::npos) {
      const std::string more = clients[i]->some();
      ASSERT_FALSE(more.empty()) << i;
      heard += more;
    }
    EXPECT_NE(heard.find("\"hearing\""), std::string::npos);
    if (i < 50) {
      EXPECT_NE(heard.find("\x8a\x04"), std::string::npos);  // its pongs, unmasked
    }
  }
}

TEST_F(ServerTest, EndsWebSocketsThatSendTooMuch) {
  RawClient client(port());
  ASSERT_EQ(status_of(client.ask(upgrade(host(), "/api/events?token=" + server_->token()))), 101);
  std::string frame("\x82\xff\x00\x00\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00",
                    14);  // 1 MiB, masked with zeros
  client.send(frame);
  client.send(std::string(1 << 16, 'x'));
  while (!client.some().empty()) {
  }
  RawClient next(port());
  EXPECT_EQ(status_of(next.ask("GET / HTTP/1.1\r\n" + host() + "\r\n")), 200);
}

}  // namespace
}  // namespace firstchair::server
