#include "live/flac_repair.h"

#include <gtest/gtest.h>
#include <sndfile.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace firstchair::live {
namespace {

namespace fs = std::filesystem;

class FlacRepair : public ::testing::Test {
 protected:
  FlacRepair()
      : folder_(fs::path(::testing::TempDir()) / ("flac_repair_test." + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~FlacRepair() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  // Frames of a decaying, noisy tone, so that FLAC frames differ in size and kind.
  static std::vector<float> sound(std::size_t frames) {
    std::vector<float> samples(frames);
    unsigned noise = 1;
    for (std::size_t i = 0; i < frames; ++i) {
      noise = noise * 1664525 + 1013904223;
      const double t = static_cast<double>(i % 5000);
      samples[i] =
          static_cast<float>(std::exp(-t / 900) * (0.5 * std::sin(0.03 * t) +
                                                   0.2 * (static_cast<double>(noise >> 8) * 0x1p-23 - 1)));
    }
    return samples;
  }
  void write(const std::string& name, const std::vector<float>& samples, int channels = 1, int rate = 48000) {
    SF_INFO info{};
    info.samplerate = rate;
    info.channels = channels;
    info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_24;
    SNDFILE* file = sf_open(path(name).c_str(), SFM_WRITE, &info);
    ASSERT_NE(file, nullptr);
    double fastest = 0;
    sf_command(file, SFC_SET_COMPRESSION_LEVEL, &fastest, sizeof fastest);
    sf_write_float(file, samples.data(), static_cast<sf_count_t>(samples.size()));
    sf_close(file);
  }
  std::vector<float> read(const std::string& name) {
    SF_INFO info{};
    SNDFILE* file = sf_open(path(name).c_str(), SFM_READ, &info);
    if (file == nullptr) return {};
    std::vector<float> samples(static_cast<std::size_t>(info.frames * info.channels));
    samples.resize(static_cast<std::size_t>(
        sf_read_float(file, samples.data(), static_cast<sf_count_t>(samples.size()))));
    sf_close(file);
    return samples;
  }
  std::string bytes(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream(path(name), std::ios::binary).rdbuf();
    return text.str();
  }
  void put(const std::string& name, const std::string& what) {
    std::ofstream(path(name), std::ios::binary) << what;
  }

 private:
  fs::path folder_;
};

TEST_F(FlacRepair, LeavesAWholeFileWithAllItsSound) {
  for (const int channels : {1, 2}) {
    for (const int rate : {8000, 44100, 48000, 96000}) {
      const std::vector<float> samples = sound(20001 * static_cast<std::size_t>(channels));
      write("whole.flac", samples, channels, rate);
      const std::vector<float> before = read("whole.flac");
      const Result<Frames> frames = repair_flac(path("whole.flac"));
      ASSERT_TRUE(frames) << frames.error().line();
      EXPECT_EQ(*frames, 20001);
      EXPECT_EQ(read("whole.flac"), before);
      EXPECT_EQ(before.size(), samples.size());
    }
  }
}

// Wherever it broke off, what is left is the start of the sound, and less than two blocks of it are gone.
TEST_F(FlacRepair, KeepsTheStartOfAStreamCutAnywhere) {
  write("whole.flac", sound(30000));
  const std::string whole = bytes("whole.flac");
  const std::vector<float> all = read("whole.flac");
  const std::size_t header = whole.find("\xff\xf8");
  Frames longest = 0;
  for (std::size_t size = header; size < whole.size(); size += 97) {
    put("cut.flac", whole.substr(0, size));
    const Result<Frames> frames = repair_flac(path("cut.flac"));
    ASSERT_TRUE(frames) << frames.error().line();
    if (*frames == 0) {  // left as it was
      EXPECT_EQ(bytes("cut.flac").size(), size);
      continue;
    }
    const std::vector<float> left = read("cut.flac");
    ASSERT_EQ(left.size(), static_cast<std::size_t>(*frames));
    ASSERT_TRUE(std::equal(left.begin(), left.end(), all.begin())) << size;
    EXPECT_GE(*frames, longest);
    longest = std::max(longest, *frames);
  }
  EXPECT_GT(longest, 30000 - 2 * 1152);
}

TEST_F(FlacRepair, IsNotTakenInByWhatAPulledPlugLeavesAtTheEnd) {
  write("whole.flac", sound(30000));
  const std::string whole = bytes("whole.flac");
  const std::vector<float> all = read("whole.flac");
  const std::string half = whole.substr(0, whole.size() / 2);
  for (const std::string& tail :
       {std::string(5000, '\0'), std::string(5000, '\xff'), whole.substr(whole.size() / 3, 9000)}) {
    put("torn.flac", half + tail);
    const Result<Frames> frames = repair_flac(path("torn.flac"));
    ASSERT_TRUE(frames);
    EXPECT_GT(*frames, 10000);
    const std::vector<float> left = read("torn.flac");
    ASSERT_EQ(left.size(), static_cast<std::size_t>(*frames));
    EXPECT_TRUE(std::equal(left.begin(), left.end(), all.begin()));
  }
}

TEST_F(FlacRepair, RefusesWhatIsNoFlac) {
  put("text.flac", "no sound here, only words, more than forty-two of them in bytes at least");
  EXPECT_EQ(repair_flac(path("text.flac")).error().code, ErrorCode::malformed);
  put("empty.flac", "");
  EXPECT_EQ(repair_flac(path("empty.flac")).error().code, ErrorCode::malformed);
  EXPECT_EQ(repair_flac(path("none.flac")).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace firstchair::live
