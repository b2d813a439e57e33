#include "lab/fitted_file.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

namespace firstchair::lab {
namespace {

const FittedHead kHead{"firstchair bench follow --fit .", "2026-11-28", "0123456789ab", "the training split"};

TEST(FittedFile, WhatIsWrittenIsReadAgain) {
  FittedText numbers;
  numbers.remark("a row of two");
  numbers.row(std::array{0.25F, -1.5F}, 4);
  numbers.row(std::array{3.0}, 3);
  const Result<std::string> path = write_fitted(::testing::TempDir(), "test", kHead, numbers);
  ASSERT_TRUE(path) << path.error().line();
  std::ifstream file(*path, std::ios::binary);
  const std::vector<std::uint8_t> bytes((std::istreambuf_iterator<char>(file)), {});
  const Result<Fitted> read = read_fitted(*path, bytes, "test", 3);
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(read->numbers, (std::vector<double>{0.25, -1.5, 3}));
  EXPECT_EQ(read->head.command, kHead.command);
  EXPECT_EQ(read->head.date, kHead.date);
  EXPECT_EQ(read->head.commit, kHead.commit);
  EXPECT_EQ(read->head.split, kHead.split);
  EXPECT_EQ(hash_in_name(*path), content_hash(bytes));
  std::filesystem::remove(*path);
}

TEST(FittedFile, WhatIsNotFiniteIsNotWritten) {
  FittedText numbers;
  numbers.row(std::array{std::numeric_limits<float>::quiet_NaN()}, 4);
  const Result<std::string> path = write_fitted(::testing::TempDir(), "test", kHead, numbers);
  ASSERT_FALSE(path);
  EXPECT_EQ(path.error().what, "\"nan\" is not a decimal number of at most 15 digits");
}

TEST(FittedFile, AFolderThatIsNotThereIsSaid) {
  FittedText numbers;
  numbers.row(std::array{1.0}, 1);
  const Result<std::string> path = write_fitted(::testing::TempDir() + "nowhere", "test", kHead, numbers);
  ASSERT_FALSE(path);
  EXPECT_EQ(path.error().code, ErrorCode::unwritable);
}

TEST(FittedFile, TheHeadSaysTodayAndTheCommit) {
  const FittedHead head = head_of("a command", "a split");
  EXPECT_EQ(head.date.size(), 10U);
  EXPECT_GE(head.date, "2026-11-28");
  EXPECT_FALSE(head.commit.empty());
}

}  // namespace
}  // namespace firstchair::lab
