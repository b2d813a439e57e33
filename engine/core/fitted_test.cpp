#include "engine/core/fitted.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

namespace firstchair {
namespace {

const std::string kHead =
    "firstchair test 1\n"
    "command: firstchair bench follow --fit-beats data/weights\n"
    "date: 2026-11-24\n"
    "commit: not recorded\n"
    "split: the training split\n";
const std::string kGood = kHead + "numbers: 4\n\n# a row\n1 -2.5\n0.1 -0.0\n";

std::vector<std::uint8_t> bytes_of(const std::string& text) {
  return {text.begin(), text.end()};
}

std::string name_of(const std::string& text) {
  char name[64];
  std::snprintf(name, sizeof name, "test-%016llx.weights",
                static_cast<unsigned long long>(content_hash(bytes_of(text))));
  return name;
}

Result<Fitted> read(const std::string& text, const std::string& name = "test.weights") {
  return read_fitted(name, bytes_of(text), "test", 4);
}

std::string error_of(const std::string& text, const std::string& name = "test.weights") {
  const Result<Fitted> file = read(text, name);
  return file ? "" : file.error().line();
}

const std::string kAdvice = ". Use the weights that came with this version.";

TEST(Fitted, AWholeFileIsReadWithItsHead) {
  const Result<Fitted> file = read(kGood, name_of(kGood));
  ASSERT_TRUE(file) << file.error().line();
  EXPECT_EQ(file->head.command, "firstchair bench follow --fit-beats data/weights");
  EXPECT_EQ(file->head.date, "2026-11-24");
  EXPECT_EQ(file->head.commit, "not recorded");
  EXPECT_EQ(file->head.split, "the training split");
  EXPECT_EQ(file->numbers, (std::vector<double>{1, -2.5, 0.1, 0}));
  EXPECT_TRUE(std::signbit(file->numbers[3]));
}

TEST(Fitted, NumbersAreTheCompilersOwn) {
  const std::string text = kHead + "numbers: 4\n0.000123456789012 999999999999999 0.7 123.456\n";
  const Result<Fitted> file = read(text);
  ASSERT_TRUE(file) << file.error().line();
  EXPECT_EQ(file->numbers, (std::vector<double>{0.000123456789012, 999999999999999.0, 0.7, 123.456}));
  EXPECT_EQ(static_cast<float>(file->numbers[3]), 123.456F);
}

TEST(Fitted, ACutFileIsRefusedWhereverItIsCut) {
  for (std::size_t length = 0; length < kGood.size(); ++length)
    EXPECT_NE(error_of(kGood.substr(0, length)), "") << length;
  EXPECT_EQ(error_of(kGood.substr(0, kGood.find("0.1"))),
            "test.weights: cut short: 2 numbers of 4" + kAdvice);
  EXPECT_EQ(error_of(kGood.substr(0, kGood.size() - 1)), "test.weights: cut short: 4 numbers of 4" + kAdvice);
  EXPECT_EQ(error_of(""), "test.weights:1: not a file of test numbers of this program" + kAdvice);
}

TEST(Fitted, AnAlteredFileIsRefusedWhereverItIsAltered) {
  const std::string name = name_of(kGood);
  for (std::size_t at = 0; at < kGood.size(); ++at) {
    std::string altered = kGood;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    EXPECT_NE(error_of(altered, name), "") << at;
  }
  std::string altered = kGood;
  altered[altered.find("2.5")] = '3';
  EXPECT_EQ(error_of(altered), "");  // without a hash in its name nothing could tell
  EXPECT_EQ(error_of(altered, name), name + ": its content does not have the hash of its name" + kAdvice);
}

TEST(Fitted, AFileOfAnotherKindIsRefusedWithTheReason) {
  EXPECT_EQ(error_of("firstchair test 2" + kGood.substr(17)),
            "test.weights:1: not a file of test numbers of this program" + kAdvice);
  EXPECT_EQ(error_of(kHead + "numbers: 5\n1 2 3 4 5\n"),
            "test.weights:6: \"numbers: 4\" is expected here, not \"numbers: 5\"" + kAdvice);
  EXPECT_EQ(error_of(kGood + "5\n"), "test.weights: too long: 5 numbers of 4" + kAdvice);
  std::string headless = kGood;
  headless.erase(headless.find("date: "), std::string("date: 2026-11-24\n").size());
  EXPECT_EQ(error_of(headless), "test.weights:3: \"date:\" is expected here, and what it was" + kAdvice);
  std::string silent = kGood;
  silent.erase(silent.find("2026"), 10);
  EXPECT_EQ(error_of(silent), "test.weights:3: \"date:\" is expected here, and what it was" + kAdvice);
}

TEST(Fitted, WhatIsNoPlainDecimalIsRefused) {
  for (const char* word : {"1e3", "nan", "inf", "1.", ".5", "-", "+1", "1.2.3", "0x1p3", "1234567890123456",
                           "0.0000000000000000001"}) {
    EXPECT_EQ(error_of(kHead + "numbers: 4\n1 2 3 " + word + "\n"),
              "test.weights:7: \"" + std::string(word) + "\" is not a decimal number of at most 15 digits" +
                  kAdvice);
  }
}

}  // namespace
}  // namespace firstchair
