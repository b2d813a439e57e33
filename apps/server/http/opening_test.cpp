// The address that a browser is started with: its words can be read by every user of the machine.
#include <sys/wait.h>

#include "apps/server/http/server_test.h"

namespace firstchair::server {
namespace {

class Opening : public ServerTest {
 protected:
  // A server whose opening address is known before it runs.
  void start(std::chrono::seconds good_for) {
    end();
    ServerConfig config;
    config.port = 0;
    config.uploads = (folder_ / "uploads").string();
    config.book = book_file();
    config.opening_for = good_for;
    Result<std::unique_ptr<Server>> server =
        Server::start(config, *PageFiles::read((folder_ / "page").string()), norms());
    ASSERT_TRUE(server) << server.error().line();
    server_ = std::move(*server);
    const std::string origin = fmt::format("http://127.0.0.1:{}", server_->port());
    const std::string address = server_->opening_address();
    ASSERT_TRUE(address.starts_with(origin + "/open/")) << address;
    path_ = address.substr(origin.size());
    thread_ = std::thread([this] { server_->run(false); });
  }
  std::string open(const std::string& method = "GET") {
    RawClient client(port());
    return client.ask(fmt::format("{} {} HTTP/1.1\r\n{}\r\n", method, path_, host()));
  }
  std::string path_;
};

TEST_F(Opening, LeadsToThePagesAddressOnce) {
  start(std::chrono::seconds(60));
  EXPECT_FALSE(has(path_, server_->token()));
  EXPECT_EQ(status_of(open("POST")), 403);
  const std::string first = open();
  EXPECT_EQ(status_of(first), 303) << first;
  EXPECT_TRUE(has(first, "Location: /?token=" + server_->token() + "\r\n")) << first;
  EXPECT_TRUE(has(first, "Cache-Control: no-store")) << first;
  const std::string second = open();
  EXPECT_EQ(status_of(second), 403);
  EXPECT_FALSE(has(second, server_->token()));
}

TEST_F(Opening, LeadsNowhereWhenItIsOldOrWrong) {
  start(std::chrono::seconds(0));
  EXPECT_EQ(status_of(open()), 403) << "it was good for no time at all";
  start(std::chrono::seconds(60));
  const std::string right = std::exchange(path_, "/open/" + std::string(32, '0'));
  EXPECT_EQ(status_of(open()), 403);
  path_ = "/open/";
  EXPECT_EQ(status_of(open()), 403);
  path_ = right;
  EXPECT_EQ(status_of(open()), 303) << "a guess does not use it up";
  path_ = "/open/";
  EXPECT_EQ(status_of(open()), 403) << "used up, it is no empty secret";
}

TEST_F(Opening, LeadsNowhereForAnotherUserWhoReadIt) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can ask as somebody else";
  start(std::chrono::seconds(60));
  const std::string request = fmt::format("GET {} HTTP/1.1\r\n{}\r\n", path_, host());
  const int number = port();
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setuid(65534) != 0) ::_exit(2);
    RawClient client(number);
    ::_exit(status_of(client.ask(request)) == 403 ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(status_of(open()), 303) << "it is still good for whom it was made";
}

}  // namespace
}  // namespace firstchair::server
