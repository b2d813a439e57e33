// What a process that was killed leaves on its way, and who removes it.
#include "store/own_folder.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace firstchair::store {
namespace {

namespace fs = std::filesystem;

class OwnFolderTest : public testing::Test {
 protected:
  OwnFolderTest()
      : parent_((fs::temp_directory_path() / ("firstchair-own-" + std::to_string(::getpid()))).string()) {}
  ~OwnFolderTest() override { fs::remove_all(parent_); }
  std::size_t left() const {
    std::size_t number = 0;
    for (const auto& one : fs::directory_iterator(parent_))
      number += one.path().filename().string().starts_with("kind-") ? 1 : 0;
    return number;
  }
  const std::string parent_;
};

TEST_F(OwnFolderTest, IsItsUsersAloneAndGoesWithItsObject) {
  std::string path;
  {
    const auto own = OwnFolder::make(parent_, "kind-");
    ASSERT_TRUE(own) << own.error().line();
    path = (*own)->path();
    struct stat facts{};
    ASSERT_EQ(::stat(path.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0700U);
    std::ofstream(path + "/name") << "marked";
    EXPECT_EQ(OwnFolder::sweep(parent_, "kind-"), 0) << "its process lives";
    EXPECT_TRUE(fs::exists(path + "/name"));
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(OwnFolderTest, OfAProcessThatWasKilledNothingStays) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto own = OwnFolder::make(parent_, "kind-");
    if (own) std::ofstream((*own)->path() + "/name") << "marked";
    (void)!::write(ends[1], "x", 1);
    while (true) ::pause();
  }
  char byte = 0;
  ASSERT_EQ(::read(ends[0], &byte, 1), 1);
  EXPECT_EQ(left(), 1U);
  EXPECT_EQ(OwnFolder::sweep(parent_, "kind-"), 0);
  EXPECT_EQ(left(), 1U) << "it lives";
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(left(), 1U) << "a killed process removes nothing";
  fs::create_directory(parent_ + "/another");
  EXPECT_EQ(OwnFolder::sweep(parent_, "kind-"), 1);
  EXPECT_EQ(left(), 0U);
  EXPECT_TRUE(fs::exists(parent_ + "/another"));
  for (const int end : ends) ::close(end);
}

TEST_F(OwnFolderTest, ASweepTakesNothingFromWhoBeginsAtThatMoment) {
  std::vector<std::jthread> all;
  for (int t = 0; t < 4; ++t)
    all.emplace_back([this] {
      for (int i = 0; i < 50; ++i) {
        const auto own = OwnFolder::make(parent_, "kind-");
        ASSERT_TRUE(own) << own.error().line();
        std::ofstream((*own)->path() + "/name") << "marked";
        ASSERT_TRUE(fs::exists((*own)->path() + "/name"));
      }
    });
  all.clear();
  EXPECT_EQ(left(), 0U);
}

}  // namespace
}  // namespace firstchair::store
