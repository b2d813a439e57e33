#include "engine/ear/strike_kit.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/ear/struck_kit_test.h"

namespace firstchair::ear {
namespace {

const std::vector<Voice> kTwo{Voice::kick, Voice::hat_closed};

TEST(StrikeKit, ARecordingOfStrokesBecomesAKitsSound) {
  const std::vector<float> sound = struck_drums(kTwo);
  StrikesTold told;
  const Result<KitSound> kit = kit_sound_of(sound, kStruckRate, kTwo, "mine", told);
  ASSERT_TRUE(kit) << kit.error().line();
  EXPECT_EQ(told.drums.size(), 2U);
  EXPECT_EQ(told.rate, kStruckRate);
  EXPECT_GE(kit->drums[static_cast<std::size_t>(Voice::kick)].strokes, 3);
  EXPECT_EQ(kit->drums[static_cast<std::size_t>(Voice::snare)].strokes, 0);
}

TEST(StrikeKit, SilenceAndTheWrongNumberOfDrumsAreOneLine) {
  StrikesTold told;
  const auto error_of = [&](const std::vector<float>& sound, const std::vector<Voice>& drums) {
    const Result<KitSound> kit = kit_sound_of(sound, kStruckRate, drums, "mine", told);
    return kit ? "learnt" : kit.error().line();
  };
  EXPECT_EQ(error_of(std::vector<float>(44100), kTwo), "no stroke was heard. Record it closer or louder.");
  EXPECT_EQ(error_of(struck_drums({Voice::kick}, 3), kTwo).substr(0, 44),
            "the 3 strokes heard are not 2 drums: no paus");
  std::vector<float> loud = struck_drums(kTwo);
  for (float& sample : loud) sample = std::clamp(20 * sample, -1.0F, 1.0F);
  EXPECT_EQ(error_of(loud, kTwo),
            "no drum has two clear strokes. Turn the input down, and strike them again.");
}

// As live: blocks of any size, one drum after the other.
TEST(StrikeKit, LiveStrokesAreCountedAndADrumIsLearntWhenItHasEnough) {
  Result<StrikeKit> kit = StrikeKit::make(kStruckRate, {Voice::kick, Voice::snare, Voice::hat_closed});
  ASSERT_TRUE(kit) << kit.error().line();
  EXPECT_EQ(kit->drum(), Voice::kick);
  const std::vector<float> kick = struck_drums({Voice::kick}), hat = struck_drums({Voice::hat_closed});
  int most = 0;
  for (std::size_t at = 0; at < kick.size(); at += 700) {
    kit->push(std::span(kick).subspan(at, std::min<std::size_t>(700, kick.size() - at)));
    most = std::max(most, kit->clear());
  }
  EXPECT_EQ(most, kStrokesOfADrum);
  EXPECT_EQ(kit->drum(), Voice::snare);
  kit->skip();
  kit->push(hat);
  EXPECT_EQ(kit->drum(), std::nullopt);
  EXPECT_TRUE(kit->refused().empty());
  EXPECT_EQ(kit->learnt().size(), 2U);
  EXPECT_TRUE(check_kit_sound(kit->kit("mine")));
}

TEST(StrikeKit, ClippedStrokesDoNotCountAndAreTold) {
  Result<StrikeKit> kit = StrikeKit::make(kStruckRate, kTwo);
  ASSERT_TRUE(kit);
  std::vector<float> loud = struck_drums({Voice::kick});
  for (float& sample : loud) sample = std::clamp(20 * sample, -1.0F, 1.0F);
  kit->push(loud);
  EXPECT_EQ(kit->clear(), 0);
  EXPECT_EQ(kit->refused(), (std::vector<std::string>(4, "clipped")));
  EXPECT_EQ(kit->drum(), Voice::kick);
}

// Somebody strikes twice and leaves: three minutes of silence are not kept.
TEST(StrikeKit, AfterAMinuteADrumIsLearntOfTheStrokesThereAre) {
  Result<StrikeKit> kit = StrikeKit::make(kStruckRate, kTwo);
  ASSERT_TRUE(kit);
  const std::vector<float> silence(static_cast<std::size_t>(62 * kStruckRate));
  kit->push(struck_drums({Voice::kick}, 2));
  EXPECT_EQ(kit->clear(), 2);
  kit->push(silence);
  ASSERT_EQ(kit->learnt().size(), 1U);
  EXPECT_EQ(kit->learnt()[0].drum.strokes, 2);
  kit->push(struck_drums({Voice::hat_closed}, 1));
  EXPECT_EQ(kit->clear(), 1);
  kit->push(silence);
  EXPECT_EQ(kit->clear(), 0);
  EXPECT_EQ(kit->drum(), Voice::hat_closed);
}

}  // namespace
}  // namespace firstchair::ear
