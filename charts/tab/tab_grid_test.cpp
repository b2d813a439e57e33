#include "charts/tab/tab_grid.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace firstchair::charts {
namespace {

constexpr Ticks kQ = kTicksPerQuarter;
const MeterChange kFourFour{0, 4, 4};

TabGrid grid(const MeterChange& meter, std::vector<Ticks> ticks) {
  return find_grid(meter, ticks);
}

TEST(TabGrid, ABarGetsTheFewestCellsThatHoldItsNotes) {
  EXPECT_EQ(grid(kFourFour, {}), (TabGrid{4}));
  EXPECT_EQ(grid(kFourFour, {0, kQ, 3 * kQ}), (TabGrid{4}));
  EXPECT_EQ(grid(kFourFour, {0, kQ / 2}), (TabGrid{8}));
  EXPECT_EQ(grid(kFourFour, {0, kQ / 4}), (TabGrid{16}));
  EXPECT_EQ(grid(kFourFour, {0, kQ / 3}), (TabGrid{12}));
  EXPECT_EQ(grid({0, 6, 8}, {0, kQ / 2}), (TabGrid{6}));
  EXPECT_EQ(grid({0, 7, 8}, {kQ / 4}), (TabGrid{14}));
}

// x--- x-x x--- x---   sixteenths and a triplet: 48 equal cells, or 18 columns in groups
TEST(TabGrid, BeatsHaveTheirOwnCellsWhereThatIsLessThanHalfAsWide) {
  EXPECT_EQ(grid(kFourFour, {kQ / 4, kQ + kQ / 3}), (TabGrid{4, 3, 1, 1}));
  EXPECT_EQ(grid(kFourFour, {kQ / 2, kQ + kQ / 4}), (TabGrid{16}));
}

TEST(TabGrid, WhatFitsNoCellsHasNoGrid) {
  EXPECT_TRUE(grid(kFourFour, {1}).empty());
  EXPECT_TRUE(grid(kFourFour, {4 * kQ - 1}).empty());
}

TEST(TabGrid, TheCellsOfAGridHoldItsOwnTicks) {
  for (const MeterChange& meter :
       {kFourFour, MeterChange{0, 5, 8}, MeterChange{0, 3, 2}, MeterChange{0, 1, 64}}) {
    for (int cells = 1; cells <= kMaxCellsPerBar; ++cells) {
      const std::vector<Ticks> ticks = cell_ticks(meter, {cells});
      EXPECT_EQ(ticks.size(), static_cast<std::size_t>(cells));
      const TabGrid found = find_grid(meter, ticks);
      ASSERT_FALSE(found.empty()) << cells;
      const std::vector<Ticks> held = cell_ticks(meter, found);
      for (const Ticks tick : ticks) EXPECT_TRUE(std::binary_search(held.begin(), held.end(), tick)) << cells;
    }
  }
}

}  // namespace
}  // namespace firstchair::charts
