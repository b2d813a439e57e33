#include "engine/ear/other_music.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace firstchair::ear {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

class OtherMusicTest : public ::testing::Test {
 protected:
  explicit OtherMusicTest(double its_rate = 22050) : rate(its_rate), wave(kWave) {
    for (std::size_t i = 0; i < kWave; ++i) {
      for (int h = 1; h <= 8; ++h)
        wave[i] += static_cast<float>(std::sin(kTurn * h * static_cast<double>(i) / kWave) / h);
    }
  }

  std::vector<float> silence(double seconds) const {
    return std::vector<float>(static_cast<std::size_t>(seconds * rate));
  }
  // Chords of three sawtooths, one every two seconds, each with a bass two octaves below.
  void add_chords(std::vector<float>& sound, double from, double to, double peak) const {
    for (double at = from; at < to; at += 2) {
      const double root = 110 * std::exp2(std::fmod(at * 3.5, 12) / 12);
      for (const double part : {0.5, 1.0, 1.26, 1.5})
        add_tone(sound, at, std::min(to, at + 2), part * root, peak / 4);
    }
  }
  void add_tone(std::vector<float>& sound, double from, double to, double hz, double peak) const {
    const std::size_t end = std::min(sound.size(), static_cast<std::size_t>(to * rate));
    for (auto i = static_cast<std::size_t>(from * rate); i < end; ++i) {
      const double turns = hz * static_cast<double>(i) / rate;
      sound[i] +=
          static_cast<float>(peak) * wave[static_cast<std::size_t>((turns - std::floor(turns)) * kWave)];
    }
  }
  // A ringing tom, 110 Hz, and bursts of noise: what drums have that is most like a tone.
  void add_drums(std::vector<float>& sound) const {
    unsigned noise = 1;
    const auto step = static_cast<std::size_t>(0.25 * rate);
    for (std::size_t i = 0; i < sound.size(); ++i) {
      const double since = static_cast<double>(i % step) / rate,
                   tom = static_cast<double>(i % (4 * step)) / rate;
      noise = noise * 1664525U + 1013904223U;
      sound[i] += static_cast<float>(
          0.3 * std::exp(-30 * since) * (static_cast<double>(noise >> 8) / 8388608.0 - 1) +
          0.4 * std::exp(-5 * tom) * (std::sin(kTurn * 110 * tom) + 0.4 * std::sin(kTurn * 176 * tom)));
    }
  }
  std::vector<MusicHeard> heard(const std::vector<float>& sound) const {
    OtherMusic music(rate);
    music.push(sound);
    return music.stretches();
  }

  static constexpr std::size_t kWave = 4096;
  double rate;
  std::vector<float> wave;  // one period
};

TEST_F(OtherMusicTest, DrumsAloneAreNoMusic) {
  std::vector<float> sound = silence(12);
  add_drums(sound);
  EXPECT_TRUE(heard(sound).empty());
}

TEST_F(OtherMusicTest, ChordsOverDrumsAreFoundWhereTheySound) {
  std::vector<float> sound = silence(24);
  add_drums(sound);
  add_chords(sound, 8, 16, 0.3);
  const std::vector<MusicHeard> music = heard(sound);
  ASSERT_EQ(music.size(), 1U);
  EXPECT_NEAR(static_cast<double>(music[0].from) / rate, 8, 4);
  EXPECT_NEAR(static_cast<double>(music[0].to) / rate, 16, 4);
}

// Its harmonics are there all the time, so they stand at their floor.
TEST_F(OtherMusicTest, HumIsNoMusic) {
  std::vector<float> sound = silence(12);
  add_drums(sound);
  add_tone(sound, 0, 12, 50, 0.1);
  EXPECT_TRUE(heard(sound).empty());
}

TEST_F(OtherMusicTest, SilenceAndBrokenSamplesAreNoMusic) {
  EXPECT_TRUE(heard(silence(8)).empty());
  EXPECT_TRUE(heard({}).empty());
  EXPECT_TRUE(heard(std::vector<float>(400000, std::numeric_limits<float>::quiet_NaN())).empty());
}

TEST_F(OtherMusicTest, BlocksMakeNoDifference) {
  std::vector<float> sound = silence(8);
  add_chords(sound, 1, 8, 0.3);
  OtherMusic whole(rate), parted(rate);
  whole.push(sound);
  for (std::size_t at = 0; at < sound.size(); at += 777)
    parted.push(std::span(sound).subspan(at, std::min<std::size_t>(777, sound.size() - at)));
  EXPECT_EQ(std::vector<unsigned char>(whole.told().begin(), whole.told().end()),
            std::vector<unsigned char>(parted.told().begin(), parted.told().end()));
  EXPECT_EQ(whole.stretches(), parted.stretches());
}

class OtherMusicAtRateTest : public OtherMusicTest, public ::testing::WithParamInterface<double> {
 protected:
  OtherMusicAtRateTest() : OtherMusicTest(GetParam()) {}
};

TEST_P(OtherMusicAtRateTest, ChordsAreFoundAtEveryRate) {
  std::vector<float> sound = silence(10);
  add_drums(sound);
  EXPECT_TRUE(heard(sound).empty());
  add_chords(sound, 0, 10, 0.4);
  EXPECT_FALSE(heard(sound).empty());
}

INSTANTIATE_TEST_SUITE_P(Rates, OtherMusicAtRateTest, ::testing::Values(8000, 16000, 48000, 96000));

}  // namespace
}  // namespace firstchair::ear
