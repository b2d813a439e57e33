#include "engine/ear/drum_level.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace firstchair::ear {
namespace {

constexpr double kRate = 44100;
constexpr std::size_t kAt = 4410;  // the attack

// A tone that begins at the attack, or rang for ever.
void add_tone(std::vector<float>& sound, double hz, double gain, bool rings = false) {
  for (std::size_t i = rings ? 0 : kAt; i < sound.size(); ++i)
    sound[i] +=
        static_cast<float>(gain * std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / kRate));
}

float level(const std::vector<float>& sound, Voice voice) {
  SampleHistory history(sound.size());
  for (const float sample : sound) history.push(sample);
  DrumLevel drum(kRate);
  return drum(history, static_cast<Frames>(kAt), voice);
}

TEST(DrumLevel, FollowsTheGainOfTheDrumsOwnBand) {
  for (const auto& [voice, hz] : {std::pair{Voice::kick, 60.0}, std::pair{Voice::hat_closed, 9000.0},
                                  std::pair{Voice::snare, 1000.0}, std::pair{Voice::tom_low, 150.0}}) {
    std::vector<float> loud(8820), soft(8820);
    add_tone(loud, hz, 0.5);
    add_tone(soft, hz, 0.05);
    EXPECT_NEAR(level(loud, voice) - level(soft, voice), 20, 0.5) << id_of(voice);
  }
}

TEST(DrumLevel, AHatOverAKickKeepsItsOwn) {
  std::vector<float> alone(8820);
  add_tone(alone, 9000, 0.02);
  std::vector<float> both = alone;
  add_tone(both, 60, 0.6);
  EXPECT_NEAR(level(both, Voice::hat_closed), level(alone, Voice::hat_closed), 1.5);
  std::vector<float> kick(8820);
  add_tone(kick, 60, 0.6);
  EXPECT_NEAR(level(both, Voice::kick), level(kick, Voice::kick), 0.5);
}

TEST(DrumLevel, WhatRangBeforeIsNotTheStrokes) {
  std::vector<float> alone(8820);
  add_tone(alone, 9000, 0.1);
  std::vector<float> over = alone;
  add_tone(over, 7000, 0.1, true);
  EXPECT_NEAR(level(over, Voice::hat_closed), level(alone, Voice::hat_closed), 1.5);
}

TEST(DrumLevel, AnAttackAtTheEdgesOfWhatIsKeptIsRead) {
  std::vector<float> sound(8820, 0.1F);
  SampleHistory history(sound.size());
  for (const float sample : sound) history.push(sample);
  DrumLevel drum(kRate);
  EXPECT_TRUE(std::isfinite(drum(history, 0, Voice::kick)));
  EXPECT_TRUE(std::isfinite(drum(history, 8820, Voice::crash)));
}

}  // namespace
}  // namespace firstchair::ear
