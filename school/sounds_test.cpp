#include "school/sounds.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;

TEST(Sounds, AreKeptOnceBySchoolAndHash) {
  const fs::path root = fs::temp_directory_path() / ("firstchair-sounds-" + std::to_string(::getpid()));
  fs::remove_all(root);
  fs::create_directories(root);
  const auto write = [&](const char* text) {
    const fs::path file = root / "sent";
    std::ofstream(file) << text;
    return file.string();
  };
  const Sounds sounds((root / "kept").string());
  const Result<std::string> hash = sounds.keep(1, write("abc"));
  ASSERT_TRUE(hash) << hash.error().line();
  EXPECT_EQ(*hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") << "FIPS 180-2";
  EXPECT_FALSE(fs::exists(root / "sent"));
  EXPECT_EQ(*sounds.keep(1, write("abc")), *hash);
  EXPECT_NE(sounds.file(1, *hash), "");
  EXPECT_EQ(sounds.file(2, *hash), "") << "another school has it not";
  EXPECT_EQ(sounds.file(1, "../../etc/passwd"), "");
  EXPECT_FALSE(sounds.keep(1, (root / "none").string()));
  sounds.drop(1, *hash);
  EXPECT_EQ(sounds.file(1, *hash), "");
  fs::remove_all(root);
}

}  // namespace
}  // namespace firstchair::school
