#include "practice/practised.h"

#include <gtest/gtest.h>

#include "testing/judge/made_take.h"

namespace firstchair::practice {
namespace {

// Law: how often, and how fast, is no part of what is practised.
TEST(Practised, IsTheSameHoweverOftenTheBarsArePlayed) {
  const Chart chart = testing::alternating(4, 4, Voice::snare);
  const std::optional<Practised> once = practised_in(chart, {.from = 2, .to = 3});
  const std::optional<Practised> often = practised_in(chart, {.from = 2, .to = 3, .times = 9});
  ASSERT_TRUE(once && often);
  EXPECT_EQ(once->chart, often->chart);
  EXPECT_EQ(once->first, 2);
  EXPECT_EQ(once->last, 3);
  EXPECT_EQ(once->bars(), 2);
  EXPECT_FALSE(once->whole);
}

TEST(Practised, AChartThatIsNamedWithoutBarsIsPractisedWhole) {
  const std::optional<Practised> all = practised_in(testing::alternating(4, 4, Voice::snare), {});
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->whole);
  EXPECT_EQ(all->bars(), 4);
}

TEST(Practised, NothingIsPractisedWithoutNotesOrInBarsThatAreNotThere) {
  EXPECT_FALSE(practised_in(Chart{}, {}));
  EXPECT_FALSE(practised_in(testing::alternating(4, 4, Voice::snare), {.from = 4, .to = 5}));
}

}  // namespace
}  // namespace firstchair::practice
