#include "apps/server/http/kept_key.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

namespace firstchair::server {
namespace {

namespace fs = std::filesystem;

class KeptKey : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  std::string key(bool fresh = false) {
    const Result<std::string> kept = kept_key(file_, fresh);
    EXPECT_TRUE(kept) << kept.error().line();
    return kept ? *kept : "";
  }
  const fs::path folder_ = fs::temp_directory_path() /
                           fmt::format("firstchair-key-{}-{}", ::getpid(),
                                       ::testing::UnitTest::GetInstance()->current_test_info()->name());
  const std::string file_ = (folder_ / "config" / "firstchair" / "serve.key").string();
};

TEST_F(KeptKey, IsTheSameAtEveryStartAndItsOwnersAlone) {
  const std::string first = key();
  EXPECT_EQ(first.size(), kKeyLetters);
  EXPECT_EQ(key(), first);
  struct stat status{};
  ASSERT_EQ(::stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
}

TEST_F(KeptKey, IsAnotherWhenANewOneIsWanted) {
  const std::string first = key(), second = key(true);
  EXPECT_NE(first, second);
  EXPECT_EQ(key(), second) << "the old one is no key any more";
}

TEST_F(KeptKey, IsDrawnAnewWhereOthersCouldHaveReadOrMadeIt) {
  const std::string first = key();
  fs::permissions(file_, fs::perms::group_read, fs::perm_options::add);
  const std::string second = key();
  EXPECT_NE(first, second);
  fs::permissions(file_, fs::perms::others_write, fs::perm_options::add);
  EXPECT_NE(key(), second);
  for (const std::string wrong :
       {"", "\n", "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF\n",
        "0123456789abcdef0123456789abcdef\nmore"}) {
    std::ofstream(file_) << wrong;
    const std::string drawn = key();
    EXPECT_EQ(drawn.size(), kKeyLetters);
    EXPECT_FALSE(wrong.starts_with(drawn)) << wrong;
    EXPECT_EQ(key(), drawn);
  }
}

TEST_F(KeptKey, FollowsNoLinkAndWaitsForNoPipe) {
  key();
  const fs::path elsewhere = folder_ / "elsewhere";
  std::ofstream(elsewhere) << "0123456789abcdef0123456789abcdef\n";
  fs::permissions(elsewhere, fs::perms::owner_read | fs::perms::owner_write);
  fs::remove(file_);
  fs::create_symlink(elsewhere, file_);
  EXPECT_NE(key(), "0123456789abcdef0123456789abcdef");
  std::ifstream there(elsewhere);
  std::string text;
  std::getline(there, text);
  EXPECT_EQ(text, "0123456789abcdef0123456789abcdef") << "it was written through the link";
  fs::remove(file_);
  ASSERT_EQ(::mkfifo(file_.c_str(), 0600), 0);
  EXPECT_EQ(key().size(), kKeyLetters);
  EXPECT_TRUE(fs::is_regular_file(file_));
}

TEST_F(KeptKey, IsOneForServersThatStartAtTheSameTime) {
  std::vector<std::string> keys(8);
  std::vector<std::thread> threads;
  for (std::string& one : keys) threads.emplace_back([&] { one = key(); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), 1U);
}

TEST_F(KeptKey, SaysWhereItCannotBeKept) {
  std::ofstream(folder_ / "config") << "no folder";
  const Result<std::string> kept = kept_key(file_, false);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, ErrorCode::unwritable);
}

}  // namespace
}  // namespace firstchair::server
