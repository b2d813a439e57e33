// What a book and a bench say of how surely an audition tells: tau from takes, and the measured table.
#include "apps/chairs/takes_apart.h"

#include <gtest/gtest.h>

#include <cmath>

#include "apps/chairs/power_table.h"
#include "testing/chance.h"

namespace firstchair::audition {
namespace {

// Takes of `items` things, three of each a day apart: ln spread changes by `tau`, and strokes blur it by
// `error`.
std::vector<KeptTake> practised(int items, double tau, double error, std::uint64_t seed) {
  testing::Chance chance(seed);
  std::vector<KeptTake> takes;
  for (int item = 0; item < items; ++item) {
    for (int i = 0; i < 3; ++i) {
      KeptTake take;
      take.item = std::to_string(item);
      take.began_s = 1764374400 + 86400 * i;
      const double log = 0.3 + tau * chance.normal() + error * chance.normal();
      take.z = std::exp(log);
      take.z_low = std::exp(log - 1.96 * error);
      take.z_high = std::exp(log + 1.96 * error);
      takes.push_back(std::move(take));
    }
  }
  return takes;
}

TEST(TakesApart, FindTheTauThatWasPlanted) {
  double sum = 0;
  int held = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const TakesApart told = takes_apart(practised(60, 0.12, 0.08, seed), 14);
    EXPECT_EQ(told.pairs, 120);
    sum += told.tau / 200;
    held += told.low <= 0.12 && 0.12 <= told.high;
  }
  EXPECT_NEAR(sum, 0.12, 0.006);
  EXPECT_GE(held, 180) << "95 % of 200, less 2.6 SD";
  EXPECT_LE(held, 198);
}

TEST(TakesApart, StrokesAloneGiveNone) {
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 50; ++seed)
    sum += takes_apart(practised(60, 0, 0.1, seed), 14).tau / 50;
  EXPECT_LT(sum, 0.03);
}

TEST(TakesApart, LeaveOutWhatIsNoPair) {
  std::vector<KeptTake> takes = practised(1, 0.1, 0.1, 1);
  EXPECT_EQ(takes_apart(takes, 14).pairs, 2);
  takes[2].began_s += 86400 * 20;
  EXPECT_EQ(takes_apart(takes, 14).pairs, 1);
  takes[1].discarded = true;
  EXPECT_EQ(takes_apart(takes, 14).pairs, 0);
  EXPECT_EQ(takes_apart(takes, 14).tau, 0);
}

TEST(PowerTable, IsTheOneThatTheBenchWrote) {
  const std::vector<PowerRow> rows = power_rows();
  ASSERT_GE(rows.size(), 9u);
  for (const PowerRow& row : rows) {
    EXPECT_GE(row.players, 2);
    EXPECT_GE(row.bars, 16);
    EXPECT_GE(row.sole, row.sole_wrong);
    EXPECT_LE(row.sole, 100);
  }
  const std::vector<PowerRow> one =
      read_power("# x\n| 8 | 32 x 4 | 6.5 / 16.0 | 78.0 / 0.0 / 5.5 | 4.39 of 7 / 2.0 | 40.0 / 0.5 |\nno\n");
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].excerpts, 4);
  EXPECT_EQ(one[0].again, 40.0);
  EXPECT_NE(power_told(one[0]).find("8 players, 4 x 32 bars: one first chair is told in 78 of 100"),
            std::string::npos);
}

}  // namespace
}  // namespace firstchair::audition
