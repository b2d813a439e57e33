#include "report/page/timeline.h"

#include <gtest/gtest.h>

#include "testing/report/take_fixture.h"

namespace firstchair::report {

TEST(Timeline, LaysBarsOutAsTheyWerePlayed) {
  const Take take = testing::play(testing::rock_chart(16), {});
  const Timeline timeline = Timeline::of(take);
  std::vector<int> numbers;
  for (const PlayedBar& bar : timeline.bars()) numbers.push_back(bar.bar.number);
  EXPECT_EQ(numbers, (std::vector{1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 15, 16}));
  ASSERT_EQ(timeline.marks().size(), 2U);
  EXPECT_EQ(timeline.marks()[0].offset, timeline.bars()[8].offset);
  EXPECT_EQ(timeline.marks()[1].offset, timeline.bars()[15].offset);
}

TEST(Timeline, GivesEveryMatchAPlaceInsideIt) {
  for (const auto& [name, take] : testing::all_takes()) {
    const Timeline timeline = Timeline::of(take);
    for (const Match& m : take.alignment.matches) {
      const Ticks at = timeline.offset(m.passage, m.tick);
      EXPECT_GE(at, 0) << name;
      EXPECT_LE(at, timeline.length()) << name;
    }
  }
}

}  // namespace firstchair::report
