#include "engine/core/letters.h"

#include <gtest/gtest.h>

namespace firstchair {
namespace {

TEST(Letters, AreSmallInAsciiAlone) {
  EXPECT_EQ(lowered("Kick DRUM \xC3\x84 [2]"), "kick drum \xC3\x84 [2]");
  EXPECT_TRUE(is_letter('z') && is_letter('A') && !is_letter('[') && !is_letter('\xE4'));
  EXPECT_TRUE(is_digit('0') && is_digit('9') && !is_digit(':'));
}

TEST(Letters, AreAddedAsUtf8) {
  std::string text;
  for (const std::uint32_t point : {0x41U, 0x7FU, 0x80U, 0x7FFU, 0x800U, 0xFFFDU, 0x10000U, 0x10FFFFU})
    append_letter(text, point);
  EXPECT_EQ(text, "A\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBD\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
  EXPECT_EQ(letters_of(text), 8U);
}

}  // namespace
}  // namespace firstchair
