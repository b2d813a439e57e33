#include "store/recording.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace firstchair::store {
namespace {

namespace fs = std::filesystem;

TEST(RecordingName, LeadsBelowTheBooksOwnFolders) {
  for (const char* name :
       {"sound/take-7.flac", "takes/2026-11-28/take.flac", "takes/a b/ä.flac", "sound/..a"})
    EXPECT_TRUE(is_recording_name(name)) << name;
  for (const char* name : {"", "sound", "sound/", "/etc/passwd", "../a.flac", "sound/../book.sqlite",
                           "sound/../../a", "sound/..", "sound/./a", "sound//a", "takes/a/../../b",
                           "book.sqlite", "./sound/a", "sounds/a", "C:\\a", "sound/a\\b", "sound/a\nb"})
    EXPECT_FALSE(is_recording_name(name)) << name;
  EXPECT_FALSE(is_recording_name(std::string_view("sound/a\0b", 9)));
  EXPECT_FALSE(is_recording_name("sound/" + std::string(2000, 'a')));
}

class Recordings : public ::testing::Test {
 protected:
  Recordings() : top_(fs::path(::testing::TempDir()) / ("recording_test." + std::to_string(::getpid()))) {
    fs::create_directories(top_ / "book" / "sound");
    fs::create_directories(top_ / "elsewhere");
    write("book/sound/a.flac");
    write("elsewhere/a.flac");
  }
  ~Recordings() override { fs::remove_all(top_); }
  void write(const std::string& name) const { std::ofstream(top_ / name) << "x"; }
  std::string folder() const { return (top_ / "book").string(); }
  fs::path top_;
};

TEST_F(Recordings, OneIsRemovedAndWhatIsGoneIsAsGood) {
  EXPECT_EQ(find_recording(folder(), "sound/a.flac"), Recording::there);
  EXPECT_TRUE(remove_recording(folder(), "sound/a.flac"));
  EXPECT_FALSE(fs::exists(top_ / "book/sound/a.flac"));
  EXPECT_EQ(find_recording(folder(), "sound/a.flac"), Recording::gone);
  EXPECT_TRUE(remove_recording(folder(), "sound/a.flac"));
  EXPECT_TRUE(remove_recording(folder(), "takes/none/a.flac"));
}

TEST_F(Recordings, NothingElsewhereIsRemovedThroughALinkOrAName) {
  fs::create_directory_symlink(top_ / "elsewhere", top_ / "book" / "takes");
  fs::create_directory_symlink(top_ / "elsewhere", top_ / "book" / "sound" / "inner");
  fs::create_symlink(top_ / "elsewhere" / "a.flac", top_ / "book" / "sound" / "link.flac");
  fs::create_directories(top_ / "book" / "sound" / "folder.flac");
  for (const std::string& name :
       {std::string("takes/a.flac"), std::string("sound/inner/a.flac"), std::string("sound/link.flac"),
        std::string("sound/folder.flac"), std::string("../elsewhere/a.flac"),
        std::string("sound/../../elsewhere/a.flac"), (top_ / "elsewhere/a.flac").string()}) {
    EXPECT_EQ(find_recording(folder(), name), Recording::not_ours) << name;
    EXPECT_FALSE(remove_recording(folder(), name)) << name;
  }
  EXPECT_TRUE(fs::exists(top_ / "elsewhere/a.flac"));
  EXPECT_TRUE(fs::is_symlink(top_ / "book/sound/link.flac"));
}

}  // namespace
}  // namespace firstchair::store
