#include "charts/utf16.h"

#include <gtest/gtest.h>

#include <vector>

namespace firstchair::charts {
namespace {

std::string read(std::vector<std::uint8_t> bytes) {
  return from_utf16(bytes).value_or("none");
}

TEST(Utf16, BothOrdersAreReadWithAMarkAndWithout) {
  EXPECT_EQ(read({0xFF, 0xFE, 'H', 0, 0xFC, 0}), "H\xC3\xBC");
  EXPECT_EQ(read({0xFE, 0xFF, 0, 'H', 0x26, 0x69}), "H\xE2\x99\xA9");
  EXPECT_EQ(read({'H', 0, 'H', 0, '|', 0, 'x', 0}), "HH|x");
  EXPECT_EQ(read({0, 'H', 0, 'H', 0, '|', 0, 'x'}), "HH|x");
}

TEST(Utf16, PairsAreOneCharacterAndHalfOnesAreReplaced) {
  EXPECT_EQ(read({0xFF, 0xFE, 0x3E, 0xD8, 0x41, 0xDD}), "\xF0\x9F\xA5\x81");  // a drum
  EXPECT_EQ(read({0xFF, 0xFE, 0x3E, 0xD8, 'x', 0}), "\xEF\xBF\xBDx");
  EXPECT_EQ(read({0xFF, 0xFE, 'x', 0, 9}), "x");
}

TEST(Utf16, OtherBytesAreNone) {
  EXPECT_EQ(read({}), "none");
  EXPECT_EQ(read({'H', 'H', '|', 'x', '-', 'x', '-', '|'}), "none");
  EXPECT_EQ(read({'H', 0, 'H', 0}), "none");  // too short to tell
  EXPECT_EQ(read({0, 0, 0, 0, 0, 0, 0, 0}), "none");
}

}  // namespace
}  // namespace firstchair::charts
