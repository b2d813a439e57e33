#include "bench/live/soak.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "testing/no_new.h"

namespace firstchair::bench {
namespace {

TEST(Soak, FiveMinutesOfADrillLoseNoFrameAndKeepNothingButStrokes) {
  const Result<Soak> soaked =
      soak({.hours = 5.0 / 60,
            .folder = ::testing::TempDir() + "firstchair.soak." + std::to_string(::getpid()),
            .sample_every = 5});
  ASSERT_TRUE(soaked) << soaked.error().line();
  EXPECT_GT(soaked->seconds, 290);
  EXPECT_EQ(soaked->left_out, 0);
  EXPECT_EQ(soaked->unheard, 0);
  EXPECT_EQ(soaked->lost, 0);
  EXPECT_GT(static_cast<double>(soaked->matched), 0.99 * static_cast<double>(soaked->played));
  EXPECT_GT(soaked->leans, 200);
  EXPECT_LT(soaked->worst_lean_ms, 1);
  const SoakGrowth growth = growth_of(soaked->samples);
  // A vector that has just grown takes twice what is in it, and five minutes see two or three of its steps.
  EXPECT_LT(growth.memory.low, 2 * growth.kb_per_hour_of_strokes + 1000) << growth.memory.kb_per_hour;
}

TEST(Growth, IsTheSlopeOfTheSamplesWithItsInterval) {
  std::vector<SoakSample> samples;
  for (int i = 0; i < 40; ++i)
    samples.push_back(
        {60.0 * i, 5000 + 2.0 * i + (i % 2 == 0 ? 3 : -3), static_cast<std::size_t>(240 * i), 20.0 * i});
  const SoakGrowth growth = growth_of(samples);
  EXPECT_NEAR(growth.memory.kb_per_hour, 120, 5);
  EXPECT_LT(growth.memory.low, 120);
  EXPECT_GT(growth.memory.high, 120);
  EXPECT_NEAR(growth.kb_per_hour_of_strokes, 1200, 1);
}

}  // namespace
}  // namespace firstchair::bench
