#include "charts/decimal.h"

#include <gtest/gtest.h>

#include <random>

namespace firstchair::charts {
namespace {

TEST(Decimal, ReadsBackAsTheSameNumberAndHasNoExponent) {
  std::mt19937_64 draw(1);
  std::uniform_real_distribution<double> tempo(20, 400);
  for (int i = 0; i < 2000; ++i) {
    const double value = i % 2 == 0 ? tempo(draw) : tempo(draw) * 1e-9;
    const std::string text = decimal_text(value);
    const std::optional<Decimal> read = decimal_at(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->value, value);
    EXPECT_EQ(read->length, text.size());
    EXPECT_EQ(text.find_first_not_of("0123456789."), std::string::npos) << text;
  }
  EXPECT_EQ(decimal_text(92.5), "92.5");
  EXPECT_EQ(decimal_text(100), "100");
}

TEST(Decimal, StopsWhereTheNumberDoes) {
  EXPECT_EQ(decimal_at("1.2.3")->length, 3U);
  EXPECT_EQ(decimal_at("12")->value, 12);
  EXPECT_FALSE(decimal_at(""));
  EXPECT_FALSE(decimal_at("."));
}

}  // namespace
}  // namespace firstchair::charts
