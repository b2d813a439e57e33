#include "hearing/hear_again.h"

#include <gtest/gtest.h>
#include <sndfile.h>
#include <unistd.h>

#include <filesystem>
#include <vector>

#include "engine/ear/synthetic_strokes.h"
#include "engine/judge/norms.h"
#include "hearing/hear_file.h"

namespace firstchair::hearing {
namespace {

namespace fs = std::filesystem;
constexpr double kRate = 44100;

class KeptSound : public ::testing::Test {
 protected:
  KeptSound()
      : path_((fs::temp_directory_path() / ("again-" + std::to_string(::getpid()) + ".flac")).string()) {
    std::vector<ear::SyntheticStroke> strokes;
    for (double t = 0.5; t < 7.5; t += 0.25)
      strokes.push_back({t, strokes.size() % 2 == 0 ? Voice::kick : Voice::snare, 0.4});
    sound_ = ear::synthesise(strokes, 8, kRate);
    ear::add_noise(sound_, -60);
    SF_INFO info{};
    info.samplerate = static_cast<int>(kRate);
    info.channels = 1;
    info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_24;
    SNDFILE* file = sf_open(path_.c_str(), SFM_WRITE, &info);
    sf_writef_float(file, sound_.data(), static_cast<sf_count_t>(sound_.size()));
    sf_close(file);
    config_.source.rate = kRate;
    config_.norms = judge::default_norms();
  }
  ~KeptSound() override { fs::remove(path_); }
  std::string path_;
  std::vector<float> sound_;
  SessionConfig config_;
};

TEST_F(KeptSound, IsHeardAsTheFileEarHearsTheFile) {
  const Result<Take> again = hear_again(path_, config_, {});
  ASSERT_TRUE(again) << again.error().line();
  SessionConfig file = config_;
  hear_with(ear::WhichEar::file, file);
  std::vector<std::string> warnings;
  const Result<Take> heard =
      hear_file(path_, path_, file, {}, [](const HearingProgress&) { return true; }, warnings);
  ASSERT_TRUE(heard) << heard.error().line();
  ASSERT_EQ(again->hits.size(), heard->hits.size());
  EXPECT_GT(again->hits.size(), 20U);
  for (std::size_t h = 0; h < again->hits.size(); ++h) {
    EXPECT_EQ(again->hits[h].frame, heard->hits[h].frame);
    EXPECT_EQ(again->hits[h].strength, heard->hits[h].strength);
  }
}

TEST_F(KeptSound, ThatIsGoneIsAnErrorOfItsPlace) {
  const Result<Take> again = hear_again(path_ + ".gone", config_, {});
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().line().find(".gone"), std::string::npos);
}

}  // namespace
}  // namespace firstchair::hearing
