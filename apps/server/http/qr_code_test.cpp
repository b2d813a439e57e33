#include "apps/server/http/qr_code.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace firstchair::server {
namespace {

// Rows of modules, true where dark.
std::vector<std::vector<bool>> modules(const std::string& lines) {
  std::vector<std::vector<bool>> rows(2);
  for (std::size_t i = 0; i < lines.size();) {
    if (lines[i] == '\n') {
      rows.resize(rows.size() + 2);
      ++i;
      continue;
    }
    const bool blank = lines[i] == ' ';
    const std::string block = blank ? " " : lines.substr(i, 3);
    const bool upper = block == "\u2580" || block == "\u2588", lower = block == "\u2584" || block == "\u2588";
    rows[rows.size() - 2].push_back(!upper);
    rows[rows.size() - 1].push_back(!lower);
    i += block.size();
  }
  rows.resize(rows.size() - 2);
  return rows;
}

TEST(QrCode, HasItsThreeFindersInsideFourLightModules) {
  const std::vector<std::vector<bool>> rows =
      modules(qr_code("https://192.0.2.7:8808/?token=00112233445566778899aabbccddeeff", false));
  const std::size_t width = rows[0].size() - 8;
  ASSERT_EQ((width - 17) % 4, 0u);
  // A finder: a dark square of 7, a light one of 5 in it, a dark one of 3 in that.
  const auto finder = [&](std::size_t top, std::size_t left) {
    for (std::size_t y = 0; y < 7; ++y)
      for (std::size_t x = 0; x < 7; ++x) {
        const std::size_t ring = std::min({x, y, 6 - x, 6 - y});
        if (rows[top + y][left + x] != (ring != 1)) return false;
      }
    return true;
  };
  EXPECT_TRUE(finder(4, 4));
  EXPECT_TRUE(finder(4, 4 + width - 7));
  EXPECT_TRUE(finder(4 + width - 7, 4));
  for (std::size_t i = 0; i < width + 8; ++i) {
    EXPECT_FALSE(rows[3][i]);
    EXPECT_FALSE(rows[i][3]);
    EXPECT_FALSE(rows[i][width + 4]);
  }
}

TEST(QrCode, IsTheSameForAPageAsForATerminal) {
  const std::string text = "otpauth://totp/Lessing:ada?secret=MZXW6";
  std::vector<std::vector<bool>> drawn = modules(qr_code(text, false));
  const std::vector<std::string> rows = qr_rows(text);
  drawn.resize(rows.size());  // a terminal's last line may be half
  for (std::size_t y = 0; y < rows.size(); ++y)
    for (std::size_t x = 0; x < rows.size(); ++x) EXPECT_EQ(rows[y][x] == '1', drawn[y][x]);
}

TEST(QrCode, IsEmptyWhereTheTextIsTooLong) {
  EXPECT_TRUE(qr_rows(std::string(2954, 'x')).empty());
  EXPECT_FALSE(qr_code(std::string(2953, 'x'), true).empty());
  EXPECT_TRUE(qr_code(std::string(2954, 'x'), true).empty());
}

}  // namespace
}  // namespace firstchair::server
