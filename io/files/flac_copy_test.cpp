#include "io/files/flac_copy.h"

#include <gtest/gtest.h>
#include <sndfile.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <limits>
#include <vector>

#include "io/files/audio_file.h"

namespace firstchair::io {
namespace {

namespace fs = std::filesystem;

class FlacCopy : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::path(::testing::TempDir()) /
        ("flac_copy_test." + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string write(const std::string& name, const std::vector<float>& samples) const {
    SF_INFO info{};
    info.samplerate = 44100;
    info.channels = 1;
    info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
    SNDFILE* file = sf_open(path(name).c_str(), SFM_WRITE, &info);
    sf_writef_float(file, samples.data(), static_cast<sf_count_t>(samples.size()));
    sf_close(file);
    return path(name);
  }
  static std::vector<float> read(const std::string& file) {
    auto sound = AudioFile::open(file);
    std::vector<float> all, block(4096);
    while (const std::size_t got = sound->read(block))
      all.insert(all.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(got));
    return all;
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }
  fs::path folder_;
};

}  // namespace

TEST_F(FlacCopy, HoldsEverySampleToTwentyFourBits) {
  std::vector<float> samples;
  for (int i = 0; i < 50'000; ++i)
    samples.push_back(0.8f * static_cast<float>(std::sin(i * 0.05) * std::exp(-(i % 9000) * 4e-4)));
  const auto bytes = copy_as_flac(write("take.wav", samples), path("sound/take-1.flac"));
  ASSERT_TRUE(bytes) << bytes.error().line();
  EXPECT_EQ(static_cast<std::uintmax_t>(*bytes), fs::file_size(path("sound/take-1.flac")));
  EXPECT_LT(static_cast<double>(*bytes), 4.0 * 50'000 * 0.8) << "smaller than it was";
  const std::vector<float> back = read(path("sound/take-1.flac"));
  ASSERT_EQ(back.size(), samples.size());
  for (std::size_t i = 0; i < back.size(); ++i) ASSERT_NEAR(back[i], samples[i], 1.0 / (1 << 23)) << i;
}

TEST_F(FlacCopy, ClipsWhatIsBeyondFullScaleAndSilencesWhatIsNoNumber) {
  std::vector<float> samples(2000, 0.25f);
  samples[10] = 3;
  samples[11] = -3;
  samples[12] = std::numeric_limits<float>::quiet_NaN();
  ASSERT_TRUE(copy_as_flac(write("take.wav", samples), path("take.flac")));
  const std::vector<float> back = read(path("take.flac"));
  EXPECT_NEAR(back[10], 1, 1e-6);
  EXPECT_NEAR(back[11], -1, 1e-6);
  EXPECT_EQ(back[12], 0);
  EXPECT_NEAR(back[13], 0.25, 1e-6);
}

TEST_F(FlacCopy, LeavesWhatIsThereAlone) {
  const std::string from = write("take.wav", std::vector<float>(2000, 0.25f));
  const std::string there = write("there.flac", std::vector<float>(10, 0.5f));
  const auto again = copy_as_flac(from, there);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::unwritable);
  EXPECT_EQ(read(there).size(), 10u);
  EXPECT_FALSE(copy_as_flac(path("none.wav"), path("new.flac")));
  EXPECT_EQ(files(), 2u);
}

// A limit on file size stands in for the full disk.
TEST_F(FlacCopy, OfAFullDiskLeavesNothingBehind) {
  std::vector<float> noise(400'000);
  std::uint32_t bits = 1;
  for (float& sample : noise) {
    bits = bits * 1664525u + 1013904223u;
    sample = static_cast<float>(bits) / 4294967296.0f - 0.5f;
  }
  const std::string from = write("take.wav", noise);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit limit{200'000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  const auto bytes = copy_as_flac(from, path("take.flac"));
  ::setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().code, ErrorCode::unwritable) << bytes.error().line();
  EXPECT_EQ(files(), 1u);
}

}  // namespace firstchair::io
