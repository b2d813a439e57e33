#include "engine/ear/tom_pitch.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace firstchair::ear {
namespace {

constexpr Frames kAt = 2000;  // the attack

// A tone that dies away, and a second one of another pitch beside it.
float pitch_of(double hz, double rate, double gain = 0.5, double beside = 0) {
  SampleHistory history(static_cast<std::size_t>(0.3 * rate) + kAt);
  for (Frames i = 0; i < kAt + std::lround(0.25 * rate); ++i) {
    const double t = static_cast<double>(i - kAt) / rate;
    const auto tone = [&](double its) { return std::sin(2 * std::numbers::pi * its * t); };
    const double sound =
        i < kAt ? 0 : gain * std::exp(-t / 0.2) * (tone(hz) + (beside > 0 ? tone(beside) : 0));
    history.push(static_cast<float>(sound));
  }
  TomPitch pitch(rate);
  return pitch(history, kAt);
}

TEST(TomPitch, IsThatOfTheToneWhateverRateAndGain) {
  for (const double rate : {8000.0, 44100.0, 50000.0}) {
    for (const double hz : {80.0, 110.0, 160.0, 220.0}) {
      EXPECT_NEAR(pitch_of(hz, rate), std::log2(hz / TomPitch::kLowest), 0.04) << hz << " at " << rate;
    }
  }
  EXPECT_NEAR(pitch_of(110, 44100, 0.001), pitch_of(110, 44100, 0.9), 1e-3);
}

TEST(TomPitch, LeavesWhatNoTomSoundsAt) {
  EXPECT_NEAR(pitch_of(110, 44100, 0.5, 5000), pitch_of(110, 44100), 0.02);
}

TEST(TomPitch, OfSilenceAndOfAnAttackAtTheEndIsNone) {
  EXPECT_EQ(pitch_of(110, 44100, 0), 0);
  SampleHistory history(8820);
  for (int i = 0; i < 8820; ++i) history.push(0.1F);
  TomPitch pitch(44100);
  EXPECT_EQ(pitch(history, 8820), 0);
}

}  // namespace
}  // namespace firstchair::ear
