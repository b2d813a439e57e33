#include "io/files/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

namespace firstchair::io {
namespace {

namespace fs = std::filesystem;

std::string fresh(const std::string& name) {
  const fs::path folder = fs::path(::testing::TempDir()) / ("files_test." + name);
  fs::remove_all(folder);
  fs::create_directories(folder);
  return (folder / "out").string();
}

std::string text_of(const std::string& path) {
  auto bytes = read_file(path);
  return bytes ? std::string(bytes->begin(), bytes->end()) : "";
}

std::size_t files_beside(const std::string& path) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(fs::path(path).parent_path())) ++count;
  return count;
}

TEST(Files, WhatIsWrittenIsReadBack) {
  const std::string path = fresh("back");
  ASSERT_TRUE(write_file(path, std::string("a\0b\n", 4), false));
  EXPECT_EQ(text_of(path), std::string("a\0b\n", 4));
}

TEST(Files, AnExistingFileIsKeptUnlessForced) {
  const std::string path = fresh("kept");
  ASSERT_TRUE(write_file(path, "first", false));
  auto second = write_file(path, "second", false);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::unwritable);
  EXPECT_EQ(text_of(path), "first");
  ASSERT_TRUE(write_file(path, "third", true));
  EXPECT_EQ(text_of(path), "third");
  EXPECT_EQ(files_beside(path), 1u);
}

TEST(Files, AnOutputThatCannotBeMadeLeavesNothing) {
  auto lost = write_file("/nonexistent-folder/out", "x", false);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::unwritable);
}

// A limit on file size stands in for a full disk: the write breaks off in the middle.
TEST(Files, ADiskThatFillsUpLeavesTheOldFileWhole) {
  const std::string path = fresh("full");
  ASSERT_TRUE(write_file(path, "old", false));
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{1000, before.rlim_max};
  const auto signal_before = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  auto written = write_file(path, std::string(5000, 'x'), true);
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, signal_before);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::unwritable);
  EXPECT_EQ(text_of(path), "old");
  EXPECT_EQ(files_beside(path), 1u);
}

TEST(Files, ReplacingAFileClearsWhatAKilledWriterOfItLeft) {
  const std::string path = fresh("killed");
  const pid_t killed = ::fork();
  if (killed == 0) ::_exit(0);
  ::waitpid(killed, nullptr, 0);  // its number is nobody's from here on
  const std::string dead = path + ".part-" + std::to_string(killed);
  const std::vector<std::string> others{path + ".part-" + std::to_string(::getppid()), path + ".part-1x",
                                        path + ".part-", path + "2.part-" + std::to_string(killed)};
  ASSERT_TRUE(write_file(path, "old", false));
  ASSERT_TRUE(write_file(dead, "half", false));
  for (const std::string& other : others) ASSERT_TRUE(write_file(other, "another's", false));
  ASSERT_TRUE(write_file(path, "new", true));
  EXPECT_EQ(text_of(path), "new");
  EXPECT_FALSE(fs::exists(dead));
  for (const std::string& other : others) EXPECT_TRUE(fs::exists(other)) << other;
}

TEST(Files, AFolderAMissingFileAndATooLargeOneAreNamed) {
  const std::string path = fresh("limits");
  EXPECT_EQ(read_file(path).error().code, ErrorCode::not_found);
  EXPECT_EQ(read_file(fs::path(path).parent_path().string()).error().code, ErrorCode::unreadable);
  ASSERT_TRUE(write_file(path, std::string(100, 'x'), false));
  EXPECT_EQ(read_file(path, 99).error().code, ErrorCode::too_large);
  EXPECT_TRUE(read_file(path, 100));
}

}  // namespace
}  // namespace firstchair::io
