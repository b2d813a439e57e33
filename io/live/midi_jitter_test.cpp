#include "io/live/midi_jitter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace firstchair::io {
namespace {

constexpr double kPeriod = 256.0 / 48000;
const double kPeriodSdMs = 1000 * kPeriod / std::sqrt(12);

TEST(MidiJitter, IsThatOfTheMessagesWhateverTheirInterval) {
  for (const double interval : {0.0208, 0.1, 0.3}) {
    std::mt19937 random(3);
    std::normal_distribution<double> jitter(0, 0.0015);
    MidiJitter measured;
    for (int i = 0; i < 200; ++i) measured.push(7 + interval * i + jitter(random), 0xFE);
    ASSERT_TRUE(measured.known());
    EXPECT_NEAR(measured.sd_ms(), 1.5, 0.4);
  }
}

// Whether two times running are rounded alike (0.3 s is 56.25 periods, 1013 frames all but four) or not.
TEST(MidiJitter, TimesRoundedUpToAPeriodHaveThePeriodsSpread) {
  for (const double interval : {0.3013, 0.3, 0.27, 0.2997, 1013 / 48000.0, 60 / 117.3 / 24}) {
    MidiJitter measured;
    for (int i = 0; i < 100; ++i) measured.push(kPeriod * std::ceil(interval * i / kPeriod + 0.3), 0xFE);
    EXPECT_NEAR(measured.sd_ms(), kPeriodSdMs, 0.15 * kPeriodSdMs) << interval;
  }
}

// Of takes whose jitter is known only from as few times as will do, the told one must not be the smaller by
// more than chance: on average over takes the told variance is not below the true one.
TEST(MidiJitter, FewTimesDoNotMakeItSmaller) {
  std::mt19937 random(11);
  std::normal_distribution<double> jitter(0, 0.002);
  double variance = 0;
  constexpr int kTakes = 2000;
  for (int take = 0; take < kTakes; ++take) {
    MidiJitter measured;
    for (int i = 0; !measured.known(); ++i) measured.push(3 + 0.3 * i + jitter(random), 0xFE);
    EXPECT_EQ(measured.times(), MidiJitter::kFewest + 2);
    variance += measured.sd_ms() * measured.sd_ms() / kTakes;
  }
  EXPECT_GT(variance, 4.0);
  EXPECT_LT(variance, 6.5);
}

TEST(MidiJitter, NotesBetweenAndPausesAreNotIntervals) {
  MidiJitter measured;
  double at = 1;
  for (int i = 0; i < 100; ++i) {
    at += 0.3;
    if (i % 7 == 3) {  // the sender counts anew from the note
      at += 0.113;
      measured.push(at, 0x99);
      at += 0.3;
    }
    if (i % 31 == 30) at += 0.3;  // one was lost
    measured.push(at, 0xFE);
  }
  ASSERT_TRUE(measured.known());
  EXPECT_LT(measured.sd_ms(), 0.001);
}

TEST(MidiJitter, ActiveSensingIsBelievedBeforeTheClock) {
  MidiJitter measured;
  for (int i = 0; i < 100; ++i) measured.push(0.02 * i + (i % 2) * 0.004, 0xF8);
  EXPECT_NEAR(measured.sd_ms(), 2, 0.1);
  for (int i = 0; i < 20; ++i) measured.push(3 + 0.3 * i + (i % 2) * 0.002, 0xFE);
  EXPECT_NEAR(measured.sd_ms(), 1, 0.15);
  for (int i = 0; i < 100; ++i) measured.push(10 + 0.02 * i + (i % 2) * 0.004, 0xF8);
  EXPECT_NEAR(measured.sd_ms(), 1, 0.15);
}

TEST(MidiJitter, WithoutAnythingEvenNothingIsMeasured) {
  MidiJitter measured;
  for (int i = 0; i < 100; ++i) measured.push(0.1 * i, 0x99);
  EXPECT_FALSE(measured.known());
  EXPECT_EQ(measured.sd_ms(), MidiJitter::kAssumedMs);
}

}  // namespace
}  // namespace firstchair::io
