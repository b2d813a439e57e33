#include "io/video/stereo_decoder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace firstchair::video {
namespace {

// A film's sound begins where the same file begins when it is heard and laid: the encoder's own silence is
// off both.
TEST(StereoDecoder, TheSoundOfEveryContainerIsInPlace) {
  const std::string folder = testing::TempDir() + "firstchair-stereo";
  std::filesystem::create_directories(folder);
  for (const std::string output :
       {"a.wav", "a.m4a", "a.mts -c:a mp2", "a.avi -c:a libmp3lame", "a.aac", "a.ac3"}) {
    const std::string name = folder + "/" + output.substr(0, output.find(' '));
    const std::string codec = output.find(' ') == std::string::npos ? "" : output.substr(output.find(' '));
    const std::string click = "aevalsrc='if(between(t,0.5,0.504),0.8,0)|0':d=1:s=48000";
    ASSERT_EQ(
        std::system(("ffmpeg -v error -nostdin -y -f lavfi -i \"" + click + "\"" + codec + " '" + name + "'")
                        .c_str()),
        0);
    const int fd = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    ASSERT_GE(fd, 0);
    Result<StereoDecoder> sound = StereoDecoder::open(io::look_at(fd, name));
    ASSERT_TRUE(sound) << output << ": " << sound.error().line();
    std::vector<float> stereo(2 * 48000);
    const std::size_t got = sound->read(stereo);
    std::size_t first = 0;
    while (2 * first < got && std::abs(stereo[2 * first]) < .2f) ++first;
    EXPECT_NEAR(static_cast<double>(first), 24000, 240) << output;
    ::close(fd);
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace firstchair::video
