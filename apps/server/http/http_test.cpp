#include "apps/server/http/http.h"

#include <gtest/gtest.h>

namespace firstchair::server {
namespace {

TEST(Http, TakesAnAddressApart) {
  const Target read = parse_target("/api/hear?name=my%20take.wav&chart=rock-8ths&bpm=92&empty");
  EXPECT_TRUE(read.valid);
  EXPECT_EQ(read.path, "/api/hear");
  EXPECT_EQ(read.query.at("name"), "my take.wav");
  EXPECT_EQ(read.query.at("bpm"), "92");
  EXPECT_EQ(read.query.at("empty"), "");
}

TEST(Http, RefusesAddressesThatLeaveTheFolderOrAreNone) {
  for (const char* target : {"/../etc/passwd", "/%2e%2e/etc/passwd", "/a/..%2fb", "/a\\b", "/%5c..", "/%00",
                             "/%zz", "/%4", "http://elsewhere/", "", "?x=1", "*"}) {
    EXPECT_FALSE(parse_target(target).valid) << target;
  }
}

TEST(Http, KnowsItsOwnHostsOnly) {
  for (const char* host : {"127.0.0.1:8808", "localhost:8808", "[::1]:8808", "192.168.1.5:8808"})
    EXPECT_TRUE(own_host(host, "192.168.1.5", 8808)) << host;
  EXPECT_TRUE(own_host("[fe80::1]:8808", "fe80::1", 8808));
  for (const char* host : {"", "192.168.1.6:8808", "10.0.0.1:8808", "[fe80::1]:8808", "127.0.0.1",
                           "localhost:88", "evil.example:8808", "localhost.evil.example:8808", "1.2.3:8808",
                           "127.0.0.1.nip.io:8808", "[evil]:8808", "localhost:8808.evil", ":8808"}) {
    EXPECT_FALSE(own_host(host, "192.168.1.5", 8808)) << host;
  }
}

TEST(Http, KnowsItsOwnOriginsOnly) {
  EXPECT_TRUE(own_origin("http://localhost:8808", "http://", "127.0.0.1", 8808));
  for (const char* origin : {"https://localhost:8808", "http://evil.example:8808", "null", "",
                             "http://localhost:8809", "http://10.0.0.1:8808"})
    EXPECT_FALSE(own_origin(origin, "http://", "127.0.0.1", 8808)) << origin;
}

TEST(Http, ComparesSecretsWhole) {
  EXPECT_TRUE(same_secret("abc", "abc"));
  EXPECT_FALSE(same_secret("abc", "abd"));
  EXPECT_FALSE(same_secret("abc", "ab"));
  EXPECT_FALSE(same_secret("", "abc"));
}

}  // namespace
}  // namespace firstchair::server
