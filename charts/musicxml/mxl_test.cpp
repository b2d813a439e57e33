#include "charts/musicxml/mxl.h"

#include <gtest/gtest.h>

#include "charts/musicxml/musicxml.h"
#include "testing/charts/random_chart.h"

namespace firstchair::charts {
namespace {

TEST(Mxl, WhatIsWrittenReadsBackTheSame) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    const Chart chart = testing::random_chart(seed);
    const Result<Chart> again = read_mxl(write_mxl(chart));
    ASSERT_TRUE(again) << "seed " << seed << ": " << again.error().line();
    ASSERT_EQ(*again, chart) << "seed " << seed;
  }
}

TEST(Mxl, TheSameChartGivesTheSameBytesAndFewerOfThem) {
  const Chart chart = testing::random_chart(1);
  EXPECT_EQ(write_mxl(chart), write_mxl(chart));
  EXPECT_LT(write_mxl(chart).size(), write_musicxml(chart).size() / 3);
}

TEST(Mxl, EveryTruncationIsAnErrorAndNothingWorse) {
  const std::vector<std::uint8_t> whole = write_mxl(testing::random_chart(2));
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    const Result<Chart> chart = read_mxl(std::span(whole).first(size));
    ASSERT_FALSE(chart) << size;
    EXPECT_FALSE(chart.error().what.empty());
  }
}

TEST(Mxl, AFlippedByteIsNoticed) {
  const std::vector<std::uint8_t> whole = write_mxl(testing::random_chart(3));
  int same = 0, read = 0;
  for (std::size_t at = 0; at < whole.size(); at += 3) {
    std::vector<std::uint8_t> bytes = whole;
    bytes[at] ^= 0x20;
    const Result<Chart> chart = read_mxl(bytes);
    if (!chart) continue;
    ++read;
    same += *chart == testing::random_chart(3);
  }
  EXPECT_EQ(same, read);  // bytes that do not matter, such as dates
}

TEST(Mxl, AnArchiveOverTheLimitIsRefused) {
  const std::vector<std::uint8_t> large((std::size_t{64} << 20) + 1);
  const Result<Chart> chart = read_mxl(large);
  ASSERT_FALSE(chart);
  EXPECT_EQ(chart.error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace firstchair::charts
