#include "door/settings.h"

#include <gtest/gtest.h>

#include <array>

namespace firstchair::door {
namespace {

constexpr std::array<std::string_view, 2> kKnown{"bpm", "name"};

TEST(Settings, ReadsALineEach) {
  const Result<Settings> read = Settings::parse("bpm 92.5\nname Single paradiddle, slow\n", kKnown);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read->number("bpm", 0, 20, 400), 92.5);
  EXPECT_EQ(read->text("name"), "Single paradiddle, slow");
  EXPECT_EQ(*Settings::parse("", kKnown)->number("bpm", 100, 20, 400), 100);
}

TEST(Settings, RefusesWhatItDoesNotKnowAndValuesOutOfRange) {
  EXPECT_FALSE(Settings::parse("tempo 92\n", kKnown));
  EXPECT_FALSE(Settings::parse("bpm\n", kKnown));
  for (const char* wrong : {"bpm fast", "bpm 92x", "bpm nan", "bpm 19", "bpm 1e9", "bpm "}) {
    const Result<Settings> read = Settings::parse(wrong, kKnown);
    ASSERT_TRUE(read) << wrong;
    EXPECT_FALSE(read->number("bpm", 0, 20, 400)) << wrong;
  }
}

}  // namespace
}  // namespace firstchair::door
