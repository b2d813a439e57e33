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

}  // namespace
}  // namespace firstchair::video
