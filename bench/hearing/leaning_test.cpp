#include "bench/hearing/leaning.h"

#include <gtest/gtest.h>

#include <cmath>

namespace firstchair::bench {
namespace {

TEST(Leaning, OneVoiceLeansByWhatWasAskedAndSpreadsByTheJitter) {
  const LeaningPiece truth = leaning_groove(Voice::hat_closed, 12, 200, 4);
  double mean = 0, square = 0;
  const double n = static_cast<double>(truth.grid.size());
  for (std::size_t s = 0; s < truth.grid.size(); ++s) {
    const double ms = 1000 * (truth.moved[s] - truth.grid[s]);
    mean += ms / n;
    square += ms * ms / n;
  }
  EXPECT_GT(n, 500);
  EXPECT_NEAR(mean, 12, 1.2);
  EXPECT_NEAR(std::sqrt(square - mean * mean), kLeanJitterMs, 0.8);
}

TEST(Leaning, APerfectListenerErrsByNothingAndALateOneByItsDelay) {
  const LeaningPiece truth = leaning_groove(Voice::snare, -6, 60, 5);
  LeanTally perfect, late;
  perfect.add(truth, truth.moved);
  EXPECT_NEAR(perfect.error().mean_ms, 0, 1e-9);
  EXPECT_NEAR(perfect.error().spread_ratio, 1, 1e-9);
  EXPECT_EQ(perfect.error().found, 1);
  std::vector<double> delayed = truth.moved;
  for (double& time : delayed) time += 0.003;
  late.add(truth, delayed);
  EXPECT_NEAR(late.error().mean_ms, 3, 1e-6);
  EXPECT_NEAR(late.error().spread_ratio, 1, 1e-6);
}

TEST(Leaning, AListenerThatTellsTheGridLosesLeanAndSpread) {
  const LeaningPiece truth = leaning_groove(Voice::kick, 12, 120, 6);
  LeanTally deaf;
  deaf.add(truth, truth.grid);
  EXPECT_NEAR(deaf.error().mean_ms, -12, 2);
  EXPECT_NEAR(deaf.error().spread_ratio, 0, 1e-9);
}

}  // namespace
}  // namespace firstchair::bench
