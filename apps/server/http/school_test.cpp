// A school over HTTP: the cookie, the proxy, and that a book's addresses are not there.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "apps/server/http/server_test.h"
#include "school/secrets.h"

namespace firstchair::server {
namespace {

class SchoolServerTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    const std::string database = (folder_ / "school.sqlite").string();
    Result<school::SchoolStore> store = school::SchoolStore::open({.database = database});
    ASSERT_TRUE(store) << store.error().line();
    const std::int64_t now = static_cast<std::int64_t>(std::time(nullptr));
    const auto made =
        store->make_school({.name = "Lessing", .country = "DE", .retention = {}}, {.at_s = now});
    ASSERT_TRUE(made && *made == 1);
    ASSERT_TRUE(store->make_invite(1, school::hash_of("1-code"),
                                   {.role = school::Role::admin, .uses_left = 1, .until_s = now + 1000},
                                   {.at_s = now}));
    ServerConfig config;
    config.readers = 4;
    // What an admin without a second factor may is tested where the Api is.
    config.school = SchoolServing{.api = {.store = {.database = database, .create = false},
                                          .sounds = sounds(),
                                          .factor_for_admins = false},
                                  .site = "school.example",
                                  .trusted_proxies = {"127.0.0.2"}};
    begin(std::move(config));
  }
  virtual std::string sounds() const { return {}; }
  // Asks with these header lines, each with its end.
  std::string send(const std::string& method, const std::string& target, const std::string& headers,
                   const std::string& body = {}) {
    RawClient client(port());
    return client.ask(fmt::format("{} {} HTTP/1.1\r\n{}{}\r\n{}", method, target, headers,
                                  body.empty() ? "" : fmt::format("Content-Length: {}\r\n", body.size()),
                                  body));
  }
  static constexpr const char* kAda =
      R"({"name":"Kern","given":"Ada","login":"ada","password":"correct horse"})";
};

TEST_F(SchoolServerTest, AnInviteIsTakenAndTheCookieOpensTheAccount) {
  const std::string taken = send("POST", "/api/invite/1-code", host(), kAda);
  ASSERT_EQ(status_of(taken), 200) << taken;
  const std::size_t from = taken.find("Set-Cookie: ") + 12;
  const std::string line = taken.substr(from, taken.find("\r\n", from) - from);
  EXPECT_TRUE(line.starts_with("__Host-firstchair=1-")) << line;
  EXPECT_TRUE(has(line, "; Secure; HttpOnly; SameSite=Lax"));
  EXPECT_TRUE(has(taken, "Cache-Control: no-store"));
  const std::string cookie = "Cookie: a=b; " + line.substr(0, line.find(';')) + "\r\n";
  const std::string self = send("GET", "/api/me", host() + cookie);
  EXPECT_EQ(status_of(self), 200);
  EXPECT_TRUE(has(self, "Cache-Control: private, no-cache"));
  const std::string csrf = nlohmann::json::parse(body_of(self))["csrf"];
  const std::size_t tag = self.find("ETag: ") + 6;
  const std::string same = "If-None-Match: " + self.substr(tag, self.find("\r\n", tag) - tag) + "\r\n";
  EXPECT_EQ(status_of(send("GET", "/api/me", host() + cookie + same)), 304);
  const std::string made = R"({"title":"7b"})";
  EXPECT_EQ(status_of(send("POST", "/api/school/classes", host() + cookie, made)), 403)
      << "without the token";
  const std::string token = "X-Firstchair-Csrf: " + csrf + "\r\n";
  EXPECT_EQ(status_of(send("POST", "/api/school/classes", host() + cookie + token, made)), 201);
  // Another page's request carries the cookie and its own Origin.
  EXPECT_EQ(status_of(send("POST", "/api/school/classes",
                           host() + cookie + token + "Origin: https://evil.example\r\n", made)),
            403);
  EXPECT_EQ(status_of(send("GET", "/api/me", "Host: evil.example\r\n" + cookie)), 403);
  EXPECT_EQ(status_of(send("POST", "/api/logout", host() + cookie + token)), 204);
  EXPECT_EQ(status_of(send("GET", "/api/me", host() + cookie)), 401);
}

class KeptSoundTest : public SchoolServerTest {
 protected:
  std::string sounds() const override { return (folder_ / "sounds").string(); }
};

TEST_F(KeptSoundTest, AnExportIsSentAsAWholeAndLeavesNothingBehind) {
  namespace fs = std::filesystem;
  // An export lies in a folder inside of the one that is this server's.
  const auto left = [&] {
    std::size_t number = 0;
    for (const auto& own : fs::directory_iterator(sounds()))
      for (const auto& inside : fs::directory_iterator(own.path())) number += inside.is_directory() ? 1 : 0;
    return number;
  };
  const std::string taken = send("POST", "/api/invite/1-code", host(), kAda);
  const std::size_t from = taken.find("Set-Cookie: ") + 12;
  const std::string cookie = "Cookie: " + taken.substr(from, taken.find(';', from) - from) + "\r\n";
  const std::string zip = send("GET", "/api/people/1/export.zip", host() + cookie);
  EXPECT_EQ(status_of(zip), 200) << zip.substr(0, 500);
  EXPECT_TRUE(has(zip, "Content-Type: application/zip"));
  EXPECT_TRUE(body_of(zip).starts_with("PK"));
  EXPECT_TRUE(has(zip, "book.jsonl"));
  // It goes a moment after it was sent.
  for (int turn = 0; turn < 200 && left() != 0; ++turn)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(left(), 0U);
  EXPECT_FALSE(fs::is_empty(sounds())) << "it was made there";
}

TEST_F(SchoolServerTest, BehindAProxyThatNobodyNamedNoCookieIsGiven) {
  const std::string proxied = host() + "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n";
  const std::string answer = send("POST", "/api/invite/1-code", proxied, kAda);
  EXPECT_EQ(status_of(answer), 400);
  EXPECT_TRUE(has(answer, "it does not say https"));
  EXPECT_FALSE(has(answer, "Set-Cookie"));
}

TEST_F(SchoolServerTest, TheSitesNameIsOurs) {
  EXPECT_EQ(status_of(send("GET", "/api/me", "Host: school.example\r\n")), 401);
  EXPECT_EQ(status_of(send("GET", "/api/me", "Host: school.example\r\nOrigin: https://school.example\r\n")),
            401);
  EXPECT_EQ(status_of(send("GET", "/api/me", "Host: school.example\r\nOrigin: http://school.example\r\n")),
            403);
  EXPECT_EQ(status_of(send("GET", "/", "Host: school.example\r\n")), 200);
}

class DirectSoundTest : public SchoolServerTest {
 protected:
  DirectSoundTest() {
    ::setenv("AWS_ACCESS_KEY_ID", "access", 1);
    ::setenv("AWS_SECRET_ACCESS_KEY", "hidden", 1);
  }
  ~DirectSoundTest() override {
    ::unsetenv("AWS_ACCESS_KEY_ID");
    ::unsetenv("AWS_SECRET_ACCESS_KEY");
  }
  std::string sounds() const override { return "s3://kept?endpoint=https://s3.example:9000&listen=direct"; }
};

TEST_F(DirectSoundTest, ThePageMayAskTheBucketsHostAndNobodyElse) {
  EXPECT_TRUE(
      has(send("GET", "/", host()), "; connect-src 'self' https://s3.example:9000; media-src blob:;"));
  EXPECT_TRUE(has(send("GET", "/api/me", host()), "; connect-src 'self'; media-src blob:;"));
}

TEST_F(SchoolServerTest, NobodyIsSentElsewhereAndNoCookieIsReadByAnotherPage) {
  for (const char* target :
       {"//evil.example", "//evil.example/%2e%2e", "/\\evil.example", "/?next=//evil.example",
        "/api/login?next=https://evil.example", "https://evil.example/", "/api/me/..//evil"}) {
    const std::string answer = send("GET", target, host());
    EXPECT_FALSE(has(answer, "\r\nLocation:")) << target;
    EXPECT_FALSE(has(answer, "Set-Cookie")) << target;
  }
  const std::string page = send("GET", "/", host());
  for (const char* line : {"frame-ancestors 'none'", "X-Content-Type-Options: nosniff",
                           "Referrer-Policy: no-referrer", "Cross-Origin-Resource-Policy: same-origin"})
    EXPECT_TRUE(has(page, line)) << line;
  EXPECT_FALSE(has(page, "Access-Control-Allow-Origin"));
  // A form of another site, sent with the browser's own cookie: its type is none that a call takes a body in.
  const std::string form =
      send("POST", "/api/invite/1-code", host() + "Origin: null\r\nContent-Type: text/plain\r\n", kAda);
  EXPECT_EQ(status_of(form), 403);
}

TEST_F(SchoolServerTest, NothingOfABookIsThere) {
  for (const char* path : {"/api/book/players", "/api/book/takes", "/api/today", "/api/chairs", "/api/info",
                           "/api/events", "/api/hear"})
    for (const char* method : {"GET", "POST"})
      EXPECT_EQ(status_of(send(method, path, host() + key())), 404) << method << " " << path;
  EXPECT_EQ(status_of(send("GET", "/api/charts", host())), 200);
  EXPECT_FALSE(std::filesystem::exists(book_file()));
}

}  // namespace
}  // namespace firstchair::server
