#include "io/live/clock_drift.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace firstchair::io {
namespace {

constexpr double kRate = 48000;

TEST(ClockDrift, FindsTheLineWhateverItsSlopeAndStart) {
  for (const double ppm : {-300.0, -20.0, 0.0, 1.0, 100.0, 300.0}) {
    ClockDrift clock;
    for (int click = 0; click < 100; ++click)
      clock.push(1e7 + 24000.0 * click, 17 + 1e-6 * ppm * 24000.0 * click);
    EXPECT_NEAR(clock.drift().ppm, ppm, 1e-6);
    EXPECT_NEAR(clock.drift().behind_at(1e7), 17, 1e-6);
    EXPECT_EQ(clock.drift().parts(), std::abs(ppm) > Drift::kAlike);
  }
}

TEST(ClockDrift, FewPairsAreNotKnown) {
  ClockDrift clock;
  for (int click = 0; click < ClockDrift::kFewest - 1; ++click) clock.push(24000.0 * click, 2.4 * click);
  EXPECT_FALSE(clock.drift().known);
  EXPECT_FALSE(clock.drift().parts());
}

TEST(ClockDrift, AThirdOfWildPairsDoesNotMoveIt) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> noise(0, 1);
  std::uniform_real_distribution<double> wild(-40, 40);
  ClockDrift clock;
  for (int click = 0; click < 600; ++click) {
    const double frame = 24000.0 * click;
    clock.push(frame, 1e-4 * frame + (random() % 3 == 0 ? wild(random) : noise(random)));
  }
  EXPECT_NEAR(clock.drift().ppm, 100, 0.1);
  EXPECT_NEAR(clock.drift().behind_at(600 * 24000.0), 1440, 0.3);
}

TEST(ClockDrift, ItsIntervalHoldsTheTruthNineteenTimesInTwenty) {
  int held = 0;
  constexpr int kDraws = 1000;
  for (int draw = 0; draw < kDraws; ++draw) {
    std::mt19937_64 random(static_cast<std::uint64_t>(draw));
    std::normal_distribution<double> noise(0, 2);
    ClockDrift clock;
    const int clicks = 10 + draw % 60;
    for (int click = 0; click < clicks; ++click) clock.push(24000.0 * click, 1.2 * click + noise(random));
    held += clock.drift().low <= 50 && 50 <= clock.drift().high;
  }
  EXPECT_GT(held, kDraws * 93 / 100);
  EXPECT_LT(held, kDraws);
}

TEST(ClockDrift, FollowsAClockThatWarmsUp) {
  // From 50 to 60 ppm over half an hour: never more than a tenth of a millisecond behind it.
  ClockDrift clock;
  double truth = 0, worst = 0;
  for (int click = 0; click < 3600; ++click) {
    truth += 24000 * 1e-6 * (50 + 10.0 * click / 3600);
    clock.push(24000.0 * click, truth);
    if (click > 10)
      worst = std::max(worst, std::abs(clock.drift().behind_at(24000.0 * (click + 1)) - truth - 1.4));
  }
  EXPECT_LT(worst / kRate * 1000, 0.1);
}

}  // namespace
}  // namespace firstchair::io
