#include "apps/server/http/forwarded.h"

#include <gtest/gtest.h>

namespace firstchair::server {
namespace {

std::vector<Network> networks(std::initializer_list<const char*> texts) {
  std::vector<Network> all;
  for (const char* text : texts) all.push_back(*network_of(text));
  return all;
}

TEST(Forwarded, NetworksAreReadAndHoldTheirAddresses) {
  EXPECT_TRUE(holds(*network_of("10.0.0.0/8"), "10.200.3.4"));
  EXPECT_FALSE(holds(*network_of("10.0.0.0/8"), "11.0.0.1"));
  EXPECT_TRUE(holds(*network_of("127.0.0.1"), "::ffff:127.0.0.1"));
  EXPECT_TRUE(holds(*network_of("fd00::/8"), "fd12::1"));
  EXPECT_FALSE(holds(*network_of("fd00::/8"), "10.0.0.1"));
  EXPECT_TRUE(holds(*network_of("0.0.0.0/0"), "192.0.2.1"));
  for (const char* wrong : {"", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "proxy", "::/129"})
    EXPECT_FALSE(network_of(wrong)) << wrong;
  EXPECT_FALSE(holds(*network_of("0.0.0.0/0"), "unix"));
}

TEST(Forwarded, WithoutAProxyTheOtherEndIsTheClient) {
  const Forwarded plain = forwarded("127.0.0.1", "", "", {});
  EXPECT_EQ(plain.client, "127.0.0.1");
  EXPECT_TRUE(plain.secure) << "a browser of this machine";
  const Forwarded forged = forwarded("127.0.0.1", "192.0.2.9", "https", {});
  EXPECT_EQ(forged.client, "127.0.0.1");
  EXPECT_FALSE(forged.secure) << "a proxy that nobody named";
  EXPECT_FALSE(forwarded("192.0.2.1", "", "", {}).secure);
}

TEST(Forwarded, ATrustedProxyIsReadFromTheRight) {
  const auto trusted = networks({"127.0.0.1", "10.0.0.0/8"});
  EXPECT_EQ(forwarded("127.0.0.1", "192.0.2.9", "https", trusted).client, "192.0.2.9");
  EXPECT_TRUE(forwarded("127.0.0.1", "192.0.2.9", "https", trusted).secure);
  EXPECT_FALSE(forwarded("127.0.0.1", "192.0.2.9", "http", trusted).secure);
  EXPECT_FALSE(forwarded("127.0.0.1", "192.0.2.9", "", trusted).secure);
  // Two proxies; what the client wrote itself stands left of its address.
  EXPECT_EQ(forwarded("127.0.0.1", "203.0.113.1, 192.0.2.9, 10.0.0.5", "https", trusted).client, "192.0.2.9");
  EXPECT_EQ(forwarded("127.0.0.1", "nonsense, 10.0.0.5", "https", trusted).client, "10.0.0.5");
  EXPECT_EQ(forwarded("127.0.0.1", "", "https", trusted).client, "127.0.0.1");
  EXPECT_EQ(forwarded("192.0.2.1", "10.0.0.1", "https", trusted).client, "192.0.2.1") << "no proxy of ours";
}

}  // namespace
}  // namespace firstchair::server
