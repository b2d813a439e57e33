#include "report/text/text.h"

#include <gtest/gtest.h>

#include <random>

namespace firstchair::report {

TEST(Text, PlainKeepsGoodUtf8AndMendsTheRest) {
  EXPECT_EQ(plain("Grüße ± 拍 🥁"), "Grüße ± 拍 🥁");
  EXPECT_EQ(plain("a\tb\nc\x1b[31m"), "a b c [31m");
  EXPECT_EQ(plain("a\xff"
                  "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(plain("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");  // overlong slash
  EXPECT_EQ(plain("\xE2\x80\xAE"
                  "txt.exe"),
            " txt.exe");                                             // right-to-left override
  EXPECT_EQ(plain("\xED\xA0\x80").find('\xED'), std::string::npos);  // surrogate
}

TEST(Text, PlainOfPlainIsPlain) {
  std::mt19937 random(5);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 24, ' ');
    for (char& c : bytes) c = static_cast<char>(random());
    const std::string once = plain(bytes);
    EXPECT_EQ(plain(once), once);
    for (const char c : once) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
  }
}

TEST(Text, EscapeLeavesNoCharacterThatOpensATagOrClosesAnAttribute) {
  const std::string escaped = escape_html("<script>alert('x')</script>\" onload=\"&");
  EXPECT_EQ(escaped.find_first_of("<>\"'"), std::string::npos);
  EXPECT_EQ(escape_html("a & b"), "a &amp; b");
}

TEST(Text, ColumnsCountWhatATerminalShows) {
  EXPECT_EQ(columns("±4"), 2);
  EXPECT_EQ(columns("拍"), 2);
  EXPECT_EQ(columns("e\xCC\x81"), 1);
}

TEST(Text, ShortenedTextFits) {
  EXPECT_EQ(shorten("groove", 6), "groove");
  EXPECT_EQ(shorten("groove.wav", 6), "groov…");
  for (int width = 1; width < 20; ++width) EXPECT_LE(columns(shorten("拍拍拍 long name.flac", width)), width);
}

}  // namespace firstchair::report
