#include "hearing/kit_sound_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "engine/ear/struck_kit_test.h"

namespace firstchair::hearing {
namespace {

const std::vector<Voice> kTwo{Voice::kick, Voice::hat_closed};

TEST(KitSoundFiles, AKitsSoundIsKeptBesideProfilesAndFoundByItsName) {
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
