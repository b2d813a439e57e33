#include "io/files/held_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <optional>

namespace firstchair::io {
namespace {

TEST(HeldFolder, HasOneHolderAtATimeAndLeavesNothing) {
  const std::string folder = testing::TempDir() + "firstchair-held-" + std::to_string(::getpid());
  std::filesystem::create_directories(folder);
  {
    const Result<HeldFolder> first = HeldFolder::hold(folder);
    ASSERT_TRUE(first);
    const Result<HeldFolder> second = HeldFolder::hold(folder);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().line(), folder +
                                         ": another firstchair is writing there. "
                                         "Wait until it has ended, or choose another --out.");
  }
  EXPECT_TRUE(HeldFolder::hold(folder));
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace firstchair::io
