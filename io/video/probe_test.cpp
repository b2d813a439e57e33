#include "io/video/probe.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace firstchair::video {
namespace {

//  picture      |---------------|
//  quiet sound  |---------------|
//  loud sound        |----------|     the camera's time 0 is here: this one is heard
TEST(Probe, TheCamerasTimeBeginsWithTheLoudestTrack) {
  const std::string folder = testing::TempDir() + "firstchair-probe-" + std::to_string(::getpid());
  std::filesystem::create_directories(folder);
  const std::string picture = " -f lavfi -i testsrc=size=64x48:rate=25:duration=4";
  const auto tone = [](const std::string& level) {
    return " -f lavfi -i \"aevalsrc='" + level + "*sin(2*PI*400*t)':d=3.5:s=48000\"";
  };
  for (const auto& [quiet, loud, starts_s] : {std::tuple{"0.01", "0.3", -.5}, {"0.3", "0.01", 0.}}) {
    const std::string path = folder + "/a.mkv";
    ASSERT_EQ(std::system(("ffmpeg -v error -nostdin -y" + picture + tone(quiet) + " -itsoffset 0.5" +
                           tone(loud) + " -map 0 -map 1 -map 2 -c:v mpeg4 -c:a pcm_s16le '" + path + "'")
                              .c_str()),
              0);
    const Result<VideoInfo> info = probe(path);
    ASSERT_TRUE(info) << info.error().line();
    EXPECT_NEAR(info->starts_s, starts_s, .002);
  }
  std::filesystem::remove_all(folder);
}

struct Said {
  const char *rate, *asked, *ending, *told;
  cut::FrameRate counted;
};

// FFmpeg writes a timecode's own track into mov and mp4; matroska and avi say it of the whole file.
TEST(Probe, TellsTheTimecodeOfTheFirstPicture) {
  const std::string folder = testing::TempDir() + "firstchair-timecode-" + std::to_string(::getpid());
  std::filesystem::create_directories(folder);
  for (const Said& said :
       {Said{"25", "-timecode 01:02:03:04", "mov", "01:02:03:04", {25, 1}},
        {"30000/1001", "-timecode '01:02:03;04'", "mp4", "01:02:03;04", {30000, 1001}},
        {"60000/1001", "-timecode '10:59:59;58'", "mov", "10:59:59;58", {60000, 1001}},
        {"24000/1001", "-metadata timecode=99:00:00:00", "mkv", "99:00:00:00", {24000, 1001}},
        {"50", "-timecode 00:00:00:49", "avi", "00:00:00:49", {50, 1}},
        {"30", "", "mp4", "", {30, 1}}}) {
    const std::string path = folder + "/a." + said.ending;
    ASSERT_EQ(
        std::system(
            (std::string("ffmpeg -v error -nostdin -y -f lavfi -i testsrc=size=64x48:duration=0.4:rate=") +
             said.rate + " " + said.asked + " -c:v mpeg4 '" + path + "'")
                .c_str()),
        0);
    const Result<VideoInfo> info = probe(path);
    ASSERT_TRUE(info) << info.error().line();
    EXPECT_EQ(info->timecode, said.told) << said.rate;
    EXPECT_EQ(info->timecode_rate, said.counted) << said.rate;
  }
  std::filesystem::remove_all(folder);
}

// A camera of 59.94 pictures a second whose timecode counts 29.97, as some do: made by giving its pictures
// another film's timecode track.
TEST(Probe, ATimecodeIsCountedByItsOwnRate) {
  const std::string folder = testing::TempDir() + "firstchair-half-" + std::to_string(::getpid());
  std::filesystem::create_directories(folder);
  const auto run = [&](const std::string& words) {
    return std::system(("cd '" + folder + "' && ffmpeg -v error -nostdin -y " + words).c_str());
  };
  const std::string picture = "-f lavfi -i testsrc=size=64x48:duration=0.4:rate=";
  ASSERT_EQ(run(picture + "30000/1001 -timecode 01:02:03:04 -c:v mpeg4 half.mov"), 0);
  ASSERT_EQ(run("-i half.mov " + picture + "60000/1001 -map 1:v -map 0:d -c:v mpeg4 -c:d copy a.mov"), 0);
  const Result<VideoInfo> info = probe(folder + "/a.mov");
  ASSERT_TRUE(info) << info.error().line();
  EXPECT_NEAR(info->rate.per_second(), 59.94, .01);
  EXPECT_EQ(info->timecode_rate, (cut::FrameRate{30000, 1001}));
  EXPECT_TRUE(cut::timecode_from(info->timecode, info->timecode_rate)) << info->timecode;
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace firstchair::video
