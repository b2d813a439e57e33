#include "hearing/kit_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace firstchair::hearing {
namespace {

namespace fs = std::filesystem;

class KitFiles : public ::testing::Test {
 protected:
  KitFiles() : folder_(fs::temp_directory_path() / ("kits-" + std::to_string(::getpid()))) {}
  ~KitFiles() override { fs::remove_all(folder_); }

  midi::KitProfile mine() const {
    midi::KitProfile kit = midi::usual_kit();
    kit.id = "mine";
    kit.pads[42].floor = 19;
    return kit;
  }
  std::string folder() const { return folder_.string() + "/kits"; }

  fs::path folder_;
};

TEST_F(KitFiles, AProfileIsKeptForThePlayerAloneAndFoundByItsName) {
  const Result<std::string> file = keep_kit(mine(), false, folder());
  ASSERT_TRUE(file) << file.error().line();
  EXPECT_EQ(*file, folder() + "/mine.json");
  struct stat status{};
  ASSERT_EQ(::stat(file->c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
  EXPECT_EQ(own_kits(folder()), (std::vector<std::string>{"mine"}));
  const Result<midi::KitProfile> by_name = find_kit("mine", folder()), by_file = find_kit(*file, "");
  ASSERT_TRUE(by_name && by_file);
  EXPECT_EQ(*by_name, mine());
  EXPECT_EQ(*by_file, mine());
}

TEST_F(KitFiles, OneThatIsThereIsReplacedOnlyByForce) {
  ASSERT_TRUE(keep_kit(mine(), false, folder()));
  midi::KitProfile other = mine();
  other.pads[42].floor = 25;
  const Result<std::string> refused = keep_kit(other, false, folder());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unwritable);
  EXPECT_EQ(find_kit("mine", folder())->pads[42].floor, 19);
  ASSERT_TRUE(keep_kit(other, true, folder()));
  EXPECT_EQ(find_kit("mine", folder())->pads[42].floor, 25);
}

TEST_F(KitFiles, ABuiltInNameAndWhatIsNoNameAreRefused) {
  midi::KitProfile kit = mine();
  kit.id = "roland-td";
  EXPECT_EQ(keep_kit(kit, true, folder()).error().line(),
            "roland-td: a built-in kit has this name. Choose another.");
  kit.id = "../mine";
  EXPECT_FALSE(keep_kit(kit, true, folder()));
  EXPECT_FALSE(fs::exists(folder_));
}

TEST_F(KitFiles, ANameThatNobodyHasIsToldWithThoseThereAre) {
  ASSERT_TRUE(keep_kit(mine(), false, folder()));
  const Result<midi::KitProfile> none = find_kit("td-99", folder());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
  const std::string line = none.error().line();
  EXPECT_EQ(line.rfind("td-99: no kit profile of that name. There are general-midi, addictive-drums", 0), 0u)
      << line;
  EXPECT_NE(line.find(", mine."), std::string::npos) << line;
}

TEST_F(KitFiles, AFileThatIsNoProfileNamesItsLine) {
  fs::create_directories(folder());
  std::ofstream(folder() + "/bad.json") << "{\n  \"format\": \"firstchair-take\"\n}\n";
  const Result<midi::KitProfile> kit = find_kit("bad", folder());
  ASSERT_FALSE(kit);
  EXPECT_EQ(kit.error().line(),
            folder() +
                "/bad.json: line 4: it does not say \"format\": \"firstchair-kit\", \"format_version\": 1. "
                "firstchair kit show NAME --json writes one that is right.");
}

}  // namespace
}  // namespace firstchair::hearing
