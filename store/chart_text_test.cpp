#include "store/chart_text.h"

#include <gtest/gtest.h>

#include "store/random_take_test.h"

namespace firstchair::store {

TEST(ChartText, ReadsBackWhatItWrote) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Chart chart = random_take(seed, 0).chart;
    if (!chart.notes.empty()) chart.notes.back().suggested = seed % 2 == 0;
    const Result<Chart> back = read_chart_text(chart_text(chart));
    ASSERT_TRUE(back) << back.error().line();
    EXPECT_EQ(*back, chart);
    EXPECT_EQ(chart_text(*back), chart_text(chart));
  }
}

TEST(ChartText, AnItemIsTheSameAtEveryTempoUnderEveryTitle) {
  Chart chart = random_take(5, 0).chart;
  const std::string item = item_of(chart);
  EXPECT_EQ(item.size(), 16u);
  chart.title = "Another";
  chart.tempi = {{0, 181.5}};
  EXPECT_EQ(item_of(chart), item);
  chart.notes.front().dynamic =
      chart.notes.front().dynamic == Dynamic::ghost ? Dynamic::accent : Dynamic::ghost;
  EXPECT_NE(item_of(chart), item);
}

TEST(ChartText, SaysWhichLineIsBroken) {
  const std::string text = "firstchair-chart 1\ntitle A\nlength 1290240\nswing 1\nmeter 0 4 4\n";
  EXPECT_TRUE(read_chart_text(text));
  for (const char* line :
       {"note 0 snare loud none left 0\n", "note 0 snare normal none left 128\n", "note x\n", "swing 9\n",
        "meter 0 4\n", "nothing\n", "note 0 snare normal none left 0"}) {
    const Result<Chart> chart = read_chart_text(text + line);
    ASSERT_FALSE(chart) << line;
    EXPECT_EQ(chart.error().place, "line 6") << line;
  }
  EXPECT_FALSE(read_chart_text(""));
  EXPECT_FALSE(read_chart_text("firstchair-chart 1\nlength 9223372036854763520\nswing 1\nmeter 0 1 64\n"));
}

}  // namespace firstchair::store
