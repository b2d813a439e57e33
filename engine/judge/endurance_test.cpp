#include "engine/judge/endurance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "testing/chance.h"

namespace firstchair::judge {
namespace {

// Eighths at 120 for so many minutes, hat and snare in turn; spread and level change as told, the tempo
// wanders.
std::vector<EnduranceStroke> played(double minutes, double spread_a_minute, double db_a_minute,
                                    testing::Chance& chance) {
  std::vector<EnduranceStroke> strokes;
  for (int i = 0; i < static_cast<int>(minutes * 240); ++i) {
    const double at = i * 0.25, minute = at / 60;
    strokes.push_back({at, i % 2 ? Line::snare : Line::hat,
                       10 * std::sin(at / 7) + 8 * std::exp(spread_a_minute * minute) * chance.normal(),
                       (i % 2 ? -3 : -12) + db_a_minute * minute + chance.normal()});
  }
  return strokes;
}

TEST(Endurance, SaysNothingOfAShortTake) {
  testing::Chance chance(1);
  EXPECT_FALSE(endurance(played(1, 0, 0, chance)).measured);
}

TEST(Endurance, ABlockSaysWhenThePlayerFallsBehind) {
  int behind = 0, false_alarms = 0, blocks = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    testing::Chance chance(seed);
    std::vector<EnduranceStroke> strokes;
    for (int i = 0; i < 5 * kEnduranceBlock; ++i)
      strokes.push_back({i * 0.25, Line::hat, 12 * chance.normal(), -12 + chance.normal()});
    std::vector<EnduranceStroke> sagging = strokes;
    for (std::size_t i = 4 * kEnduranceBlock; i < sagging.size(); ++i)
      sagging[i].error_ms += static_cast<double>(i - 4 * kEnduranceBlock);  // 240 ms a minute
    for (const EnduranceBlock& block : endurance_blocks(strokes)) false_alarms += block.lag_low > 0, ++blocks;
    behind += endurance_blocks(sagging).back().lag_low > 0;
  }
  EXPECT_EQ(blocks, 100);
  EXPECT_EQ(behind, 20);
  EXPECT_LE(false_alarms, 8);
}

TEST(Endurance, FindsTheGrowthThatWasPutIn) {
  testing::Chance chance(2);
  const Endurance found = endurance(played(8, 0.05, -0.5, chance));
  ASSERT_TRUE(found.measured);
  EXPECT_GT(found.spread_low, 0);
  EXPECT_NEAR(found.spread, 5.1, 2.5);
  EXPECT_NEAR(found.level, -0.5, 0.1);
  EXPECT_LT(found.level_high, 0);
}

TEST(Endurance, ItsIntervalsHoldNoChangeNineteenTimesOfTwenty) {
  testing::Chance chance(3);
  int spread = 0, level = 0;
  for (int run = 0; run < 300; ++run) {
    const Endurance found = endurance(played(4, 0, 0, chance));
    spread += found.spread_low < 0 && found.spread_high > 0;
    level += found.level_low < 0 && found.level_high > 0;
  }
  EXPECT_NEAR(spread / 300.0, 0.95, 0.035);
  EXPECT_NEAR(level / 300.0, 0.95, 0.035);
}

}  // namespace
}  // namespace firstchair::judge
