#include "apps/server/http/peer.h"

#include <gtest/gtest.h>

namespace firstchair::server {
namespace {

// A browser of user 1000 (port 0xC350, 50000) asks the server (0x2268, 8808); the second line is the server's
// end.
constexpr std::string_view kHead =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
constexpr std::string_view kBrowser =
    "   1: 0100007F:C350 0100007F:2268 01 00000000:00000000 02:000000A3 00000000  1000        0 12345 2 0000 "
    "20 4 "
    "30 10 -1\n";
constexpr std::string_view kServer =
    "   2: 0100007F:2268 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 12346 1 0000 "
    "20 4 "
    "30 10 -1\n";
constexpr std::string_view kStranger =
    "   3: 0200007F:C350 0100007F:2268 01 00000000:00000000 00:00000000 00000000  1001        0 12347 1 0000 "
    "20 4 "
    "30 10 -1\n";

TEST(Peer, IsTheUserWhoseSocketItIs) {
  const std::string table = std::string(kHead) + std::string(kBrowser) + std::string(kServer);
  EXPECT_TRUE(socket_of_user(table, 50000, 8808, 1000));
  EXPECT_FALSE(socket_of_user(table, 50000, 8808, 1001));
  EXPECT_FALSE(socket_of_user(table, 50001, 8808, 1000)) << "nobody has that port here";
}

TEST(Peer, IsNobodyWhereTwoUsersHaveThosePorts) {
  const std::string table = std::string(kHead) + std::string(kBrowser) + std::string(kStranger);
  EXPECT_FALSE(socket_of_user(table, 50000, 8808, 1000));
  EXPECT_FALSE(socket_of_user(table, 50000, 8808, 1001));
}

TEST(Peer, IsNobodyInATableThatIsNone) {
  for (const char* table : {"", "hello\n", "1: x:y", "1: 0100007F:C350 0100007F:2268 01\n"})
    EXPECT_FALSE(socket_of_user(table, 50000, 8808, 1000)) << table;
}

TEST(Peer, IsNobodyWhereNoSocketIs) {
  EXPECT_FALSE(peer_is_own_user(1, 2));
}

}  // namespace
}  // namespace firstchair::server
