#include "engine/ear/strength.h"

#include <gtest/gtest.h>

#include <cmath>

namespace firstchair::ear {
namespace {

// A level as a stroke of that strength has it, at some gain of the recording.
float level_of(float strength, float gain_db) {
  return 24 * std::log10(strength / 127) + gain_db;
}

TEST(StrengthScale, SaysWhatTheNetSaysOfAVoicesFirstStroke) {
  StrengthScale scale;
  EXPECT_NEAR(scale.push(Voice::snare, 80, -17), strength_of(decibels_of(80)), 0.1);
}

TEST(StrengthScale, SoftStrokesComeBackAsTheyWereAndLouderOnesKeepTheirOrder) {
  for (const float soft : {5.0F, 15.0F, 30.0F})
    EXPECT_NEAR(strength_of(decibels_of(soft)), soft, 0.05F * soft);
  for (float db = -48; db < 20; db += 0.5F) EXPECT_GT(strength_of(db + 0.5F), strength_of(db)) << db;
  EXPECT_EQ(strength_of(-1e6F), 1);
  EXPECT_LE(strength_of(1e6F), 127);
}

// What moves the order is an offset that moves: an even row of strokes is even once a few were heard.
TEST(StrengthScale, TheSameStrokeIsAsHardEarlyAndLate) {
  StrengthScale scale;
  const auto row = [&](int i) {
    return scale.push(Voice::snare, i % 3 == 0 ? 90.0F : 50.0F, i % 2 ? -10.0F : -16.0F);
  };
  for (int i = 0; i < 12; ++i) row(i);
  const float early = row(12), early_loud = row(13);
  for (int i = 14; i < 600; ++i) row(i);
  EXPECT_NEAR(row(600), early, 4);
  EXPECT_NEAR(row(601), early_loud, 4);
}

TEST(StrengthScale, AHatThatIsNamedAnotherHatIsAsHard) {
  StrengthScale scale;
  for (int i = 0; i < 20; ++i) scale.push(Voice::hat_closed, 70, i % 2 ? -30.0F : -36.0F);
  EXPECT_NEAR(scale.push(Voice::hat_open, 70, -30), scale.push(Voice::hat_closed, 70, -30), 1);
}

TEST(StrengthScale, LevelsOrderStrokesThatTheNetFindsEqual) {
  StrengthScale scale;
  for (int i = 0; i < 20; ++i) scale.push(Voice::snare, 70, i % 2 ? -10.0F : -16.0F);
  EXPECT_GT(scale.push(Voice::snare, 70, -10), scale.push(Voice::snare, 70, -16) + 15);
}

TEST(StrengthScale, AgreesWithANetThatIsRightWhateverTheGain) {
  for (const float gain : {-40.0F, -3.0F}) {
    StrengthScale scale;
    for (int i = 0; i < 40; ++i) {
      const float strength = 20 + 5 * static_cast<float>(i % 20);
      EXPECT_NEAR(scale.push(Voice::kick, strength, level_of(strength, gain)),
                  strength_of(decibels_of(strength)), 0.2)
          << i;
    }
  }
}

// A snare lies some 11 dB over a hat of its take: that is what is guessed of its first stroke.
TEST(StrengthScale, GuessesADrumFromTheOthersAndForgetsOnReset) {
  StrengthScale scale;
  for (int i = 0; i < 10; ++i) scale.push(Voice::hat_closed, 70, -36);
  EXPECT_NEAR(scale.push(Voice::snare, 70, -25.3F), strength_of(decibels_of(70)), 0.5);
  EXPECT_GT(scale.push(Voice::kick, 70, -10), strength_of(decibels_of(70)) + 10);
  scale.reset();
  EXPECT_NEAR(scale.push(Voice::hat_closed, 90, -5), strength_of(decibels_of(90)), 0.1);
}

TEST(StrengthScale, StaysInTheMidiRange) {
  StrengthScale scale;
  scale.push(Voice::snare, 100, -30);
  for (int i = 0; i < 10; ++i) {
    const float loud = scale.push(Voice::snare, 127, 10), soft = scale.push(Voice::snare, 1, -120);
    EXPECT_LE(loud, 127);
    EXPECT_GE(soft, 1);
  }
}

}  // namespace
}  // namespace firstchair::ear
