#include "charts/chart_read.h"

#include <gtest/gtest.h>

namespace firstchair::charts {
namespace {

TEST(ChartRead, BarsAreNamedInRuns) {
  EXPECT_EQ(bars_text({4}), "bar 4");
  EXPECT_EQ(bars_text({1, 2}), "bars 1 and 2");
  EXPECT_EQ(bars_text({1, 2, 3, 7}), "bars 1 to 3 and 7");
  EXPECT_EQ(bars_text({1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23}),
            "bars 1, 3, 5, 7, 9, 11, 13, 15, 17, 19 and more");
}

TEST(ChartRead, TheSameRemarkIsCountedAndAHundredAreListed) {
  Remarks remarks;
  remarks.add("line 1", "a thing");
  remarks.add("line 2", "a thing");
  for (int i = 0; i < 200; ++i) remarks.add("", std::to_string(i));
  const ChartRead reading{{}, {}, remarks.take(), {}};
  const std::vector<std::string> lines = lines_of(reading);
  ASSERT_EQ(lines.size(), 101u);
  EXPECT_EQ(lines[0], "line 1: a thing (2 times).");
  EXPECT_EQ(lines[100], "101 more of the like are not listed.");
  EXPECT_TRUE(remarks.take().empty());
}

TEST(ChartRead, WhatIsLeftOutIsNamedWithItsBars) {
  LeftOuts outs;
  outs.add("cowbell", 1, 4);
  outs.add("cowbell", 2, 4);
  outs.add("clap", 2);
  EXPECT_EQ(lines_of({{}, {}, {}, outs.take()}),
            (std::vector<std::string>{"left out: clap, 1 note (bar 2).",
                                      "left out: cowbell, 8 notes (bars 1 and 2)."}));
}

}  // namespace
}  // namespace firstchair::charts
