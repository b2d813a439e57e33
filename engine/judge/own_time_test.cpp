#include "engine/judge/own_time.h"

#include <gtest/gtest.h>

#include <vector>

#include "testing/chance.h"

namespace firstchair::judge {
namespace {

TEST(OwnTime, SaysNothingBeforeEightGaps) {
  const std::vector<double> errors(7, -40.0);
  EXPECT_FALSE(own_time(errors, 0).measured);
}

TEST(OwnTime, ItsIntervalHoldsTheMeanNineteenTimesOfTwenty) {
  testing::Chance chance(4);
  int inside = 0;
  for (int run = 0; run < 500; ++run) {
    std::vector<double> errors;
    for (int gap = 0; gap < 12; ++gap) errors.push_back(-30 + 20 * chance.normal());
    const OwnTime time = own_time(errors, 0);
    inside += time.mean_low < -30 && time.mean_high > -30;
  }
  EXPECT_NEAR(inside / 500.0, 0.95, 0.03);
}

TEST(OwnTime, AnUnknownRoundTripWidensTheInterval) {
  const std::vector<double> errors{-3, 2, 4, -1, 0, 3, -2, 1, -4, 2};
  EXPECT_GT(own_time(errors, 10).mean_high, own_time(errors, 0).mean_high + 10);
}

}  // namespace
}  // namespace firstchair::judge
