// A take goes into the book first and into its folder second: the next drill finishes what was cut off in
// between.
#include <gtest/gtest.h>

#include <filesystem>

#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

namespace fs = std::filesystem;

class BookFirst : public ::testing::Test {
 protected:
  // As a drill leaves it that was killed before it had written its verdict.
  void leave(const std::string& name, int strokes) {
    fs::create_directories(here.folder() / "takes" / name);
    std::string rows = "frame,voice,voice_probability,level_db,strength,sigma_ms,timed,unison\n";
    for (int i = 0; i < strokes; ++i) rows += std::to_string(1000 * i) + ",snare,1,-12,90,1,1,0\n";
    here.write("takes/" + name + "/hits.csv", rows);
  }
  // There is no such server: the drill ends before it plays, and after it has looked at what was left.
  testing::Ran drill() {
    return here.run({"drill", "rock-8ths", "--plain", "--takes", "takes", "--system", "jack", "--server",
                     "firstchair-test-none"});
  }
  testing::Workplace here;
};

TEST_F(BookFirst, ATakeThatTheBookHasIsWrittenIntoItsFolder) {
  here.write_wav("2026-11-28-201500", 44100, 1, testing::clicks());
  ASSERT_EQ(here.run({"hear", "2026-11-28-201500", "--voices", "pad", "--keep", "--out", "o"}).code, 0);
  leave("2026-11-28-201500", 8);
  const testing::Ran first = drill();
  EXPECT_NE(first.out.find("takes/2026-11-28-201500: finished from the book, where it is take 1."),
            std::string::npos)
      << first.out << first.err;
  EXPECT_NE(here.read("takes/2026-11-28-201500/take.json").find("\"2026-11-28-201500\""), std::string::npos);
  EXPECT_NE(here.read("takes/2026-11-28-201500/take.html").find("<!doctype html>"), std::string::npos);
  EXPECT_EQ(drill().out.find("2026-11-28-201500"), std::string::npos) << "it is told once";
}

TEST_F(BookFirst, ATakeThatTheBookHasNotIsTold) {
  leave("2026-11-28-201501", 8);
  const testing::Ran ran = drill();
  EXPECT_NE(
      ran.out.find("takes/2026-11-28-201501: 8 strokes and no verdict; the book does not have this take."),
      std::string::npos)
      << ran.out << ran.err;
  here.write("takes/2026-11-28-201501/sound.flac", "");
  EXPECT_NE(drill().out.find("firstchair hear takes/2026-11-28-201501/sound.flac --keep judges its sound."),
            std::string::npos);
  EXPECT_FALSE(fs::exists(here.path("takes/2026-11-28-201501/take.json")));
}

TEST_F(BookFirst, WhatIsWholeOldOrWithoutAStrokeIsLeftAlone) {
  leave("silent", 0);
  leave("whole", 3);
  here.write("takes/whole/take.json", "{}");
  leave("being-written", 3);
  here.write("takes/being-written/hits.csv.part", "");
  leave("old", 3);
  fs::last_write_time(here.path("takes/old/hits.csv"),
                      fs::file_time_type::clock::now() - std::chrono::hours(25));
  leave("elsewhere", 3);
  fs::rename(here.path("takes/elsewhere"), here.path("elsewhere"));
  fs::create_directory_symlink(here.path("elsewhere"), here.path("takes/elsewhere"));
  const testing::Ran ran = drill();
  for (const char* name : {"silent", "whole", "old", "elsewhere"})
    EXPECT_EQ(ran.out.find(name), std::string::npos) << ran.out;
  EXPECT_EQ(here.read("takes/whole/take.json"), "{}");
}

}  // namespace
}  // namespace firstchair::tests
