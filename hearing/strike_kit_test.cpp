#include "hearing/strike_kit.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "engine/ear/struck_kit_test.h"
#include "hearing/kit_sound_files.h"
#include "hearing/kit_sound_json.h"

namespace firstchair::hearing {
namespace {

const std::vector<Voice> kTwo{Voice::kick, Voice::hat_closed};

TEST(StrikeKit, ARecordingOfStrokesBecomesAKitsSound) {
  const std::vector<float> sound = ear::struck_drums(kTwo);
  StrikesTold told;
  const Result<ear::KitSound> kit = kit_sound_of(sound, ear::kStruckRate, kTwo, "mine", told);
  ASSERT_TRUE(kit) << kit.error().line();
  EXPECT_EQ(told.drums.size(), 2U);
  EXPECT_EQ(told.rate, ear::kStruckRate);
  EXPECT_GE(kit->drums[static_cast<std::size_t>(Voice::kick)].strokes, 3);
  EXPECT_EQ(kit->drums[static_cast<std::size_t>(Voice::snare)].strokes, 0);
  const Result<ear::KitSound> read = read_kit_sound(write_kit_sound(*kit));
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(*read, *kit);
}

TEST(StrikeKit, SilenceAndTheWrongNumberOfDrumsAreOneLine) {
  StrikesTold told;
  const auto error_of = [&](const std::vector<float>& sound, const std::vector<Voice>& drums) {
    const Result<ear::KitSound> kit = kit_sound_of(sound, ear::kStruckRate, drums, "mine", told);
    return kit ? "learnt" : kit.error().line();
  };
  EXPECT_EQ(error_of(std::vector<float>(44100), kTwo), "no stroke was heard. Record it closer or louder.");
  EXPECT_EQ(error_of(ear::struck_drums({Voice::kick}, 3), kTwo).substr(0, 44),
            "the 3 strokes heard are not 2 drums: no paus");
  std::vector<float> loud = ear::struck_drums(kTwo);
  for (float& sample : loud) sample = std::clamp(20 * sample, -1.0F, 1.0F);
  EXPECT_EQ(error_of(loud, kTwo),
            "no drum has two clear strokes. Turn the input down, and strike them again.");
}

// As live: blocks of any size, one drum after the other.
TEST(StrikeKit, LiveStrokesAreCountedAndADrumIsLearntWhenItHasEnough) {
  Result<StrikeKit> kit = StrikeKit::make(ear::kStruckRate, {Voice::kick, Voice::snare, Voice::hat_closed});
  ASSERT_TRUE(kit) << kit.error().line();
  EXPECT_EQ(kit->drum(), Voice::kick);
  const std::vector<float> kick = ear::struck_drums({Voice::kick}),
                           hat = ear::struck_drums({Voice::hat_closed});
  int most = 0;
  for (std::size_t at = 0; at < kick.size(); at += 700) {
    kit->push(std::span(kick).subspan(at, std::min<std::size_t>(700, kick.size() - at)));
    most = std::max(most, kit->clear());
  }
  EXPECT_EQ(most, ear::kStrokesOfADrum);
  EXPECT_EQ(kit->drum(), Voice::snare);
  kit->skip();
  kit->push(hat);
  EXPECT_EQ(kit->drum(), std::nullopt);
  EXPECT_TRUE(kit->refused().empty());
  EXPECT_EQ(kit->learnt().size(), 2U);
  EXPECT_TRUE(ear::check_kit_sound(kit->kit("mine")));
}

TEST(StrikeKit, ClippedStrokesDoNotCountAndAreTold) {
  Result<StrikeKit> kit = StrikeKit::make(ear::kStruckRate, kTwo);
  ASSERT_TRUE(kit);
  std::vector<float> loud = ear::struck_drums({Voice::kick});
  for (float& sample : loud) sample = std::clamp(20 * sample, -1.0F, 1.0F);
  kit->push(loud);
  EXPECT_EQ(kit->clear(), 0);
  EXPECT_EQ(kit->refused(), (std::vector<std::string>(4, "clipped")));
  EXPECT_EQ(kit->drum(), Voice::kick);
}

// Somebody strikes twice and leaves: three minutes of silence are not kept.
TEST(StrikeKit, AfterAMinuteADrumIsLearntOfTheStrokesThereAre) {
  Result<StrikeKit> kit = StrikeKit::make(ear::kStruckRate, kTwo);
  ASSERT_TRUE(kit);
  const std::vector<float> silence(static_cast<std::size_t>(62 * ear::kStruckRate));
  kit->push(ear::struck_drums({Voice::kick}, 2));
  EXPECT_EQ(kit->clear(), 2);
  kit->push(silence);
  ASSERT_EQ(kit->learnt().size(), 1U);
  EXPECT_EQ(kit->learnt()[0].drum.strokes, 2);
  kit->push(ear::struck_drums({Voice::hat_closed}, 1));
  EXPECT_EQ(kit->clear(), 1);
  kit->push(silence);
  EXPECT_EQ(kit->clear(), 0);
  EXPECT_EQ(kit->drum(), Voice::hat_closed);
}

TEST(StrikeKit, DrumsAreNamedOnceAndByTheirIds) {
  const Result<std::vector<Voice>> drums = parse_drums("kick,snare,hat_closed");
  ASSERT_TRUE(drums);
  EXPECT_EQ(*drums, (std::vector<Voice>{Voice::kick, Voice::snare, Voice::hat_closed}));
  EXPECT_EQ(*parse_drums(" Kick, snare,hat closed"), *drums);
  EXPECT_EQ(*parse_drums("kick,hat-closed"), (std::vector<Voice>{Voice::kick, Voice::hat_closed}));
  EXPECT_EQ(parse_drums("kick, ").error().what, "\"\" is no drum");
  EXPECT_EQ(parse_drums("kick,gong").error().what, "\"gong\" is no drum");
  EXPECT_EQ(parse_drums("kick,").error().what, "\"\" is no drum");
  EXPECT_EQ(parse_drums("kick,snare,kick").error().what, "kick stands there twice");
  EXPECT_EQ(parse_drums("kick").error().what, "one drum alone");
  EXPECT_EQ(parse_drums("kick,pad").error().what, "\"pad\" is no drum");
}

TEST(StrikeKit, AKitsSoundIsKeptBesideProfilesAndFoundByItsName) {
  const std::string folder = ::testing::TempDir() + "kit-sounds-" + std::to_string(::getpid());
  ear::KitSound kit = ear::struck_kit(kTwo);
  kit.name = "mine";
  const Result<std::string> file = keep_kit_sound(kit, false, folder);
  ASSERT_TRUE(file) << file.error().line();
  EXPECT_EQ(*file, folder + "/mine.sound.json");
  EXPECT_FALSE(keep_kit_sound(kit, false, folder));
  EXPECT_FALSE(can_keep_kit_sound("mine", false, folder));
  EXPECT_TRUE(can_keep_kit_sound("mine", true, folder));
  EXPECT_EQ(*find_kit_sound("mine", folder), kit);
  EXPECT_TRUE(can_keep_kit_sound("yours", false, folder));
  EXPECT_FALSE(can_keep_kit_sound("My kit", false, folder));
  EXPECT_FALSE(can_keep_kit_sound("mine", false, *file));
  EXPECT_EQ(own_kit_sounds(folder), std::vector<std::string>{"mine"});
  EXPECT_TRUE(own_kits(folder).empty());
  EXPECT_EQ(*find_kit_sound("mine", folder), kit);
  EXPECT_EQ(*find_kit_sound(*file, folder), kit);
  EXPECT_EQ(find_kit_sound("yours", folder).error().line(),
            "yours: no kit's sound of that name. There are mine.");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace firstchair::hearing
