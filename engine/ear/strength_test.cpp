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
  EXPECT_NEAR(scale.push(Voice::snare, 80, -17), 80, 0.1);
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
      EXPECT_NEAR(scale.push(Voice::kick, strength, level_of(strength, gain)), strength, 0.2) << i;
    }
  }
}

TEST(StrengthScale, KeepsVoicesApartAndForgetsOnReset) {
  StrengthScale scale;
  for (int i = 0; i < 10; ++i) scale.push(Voice::hat_closed, 50, -40);
  EXPECT_NEAR(scale.push(Voice::snare, 90, -5), 90, 0.1);
  scale.reset();
  EXPECT_NEAR(scale.push(Voice::hat_closed, 90, -5), 90, 0.1);
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
