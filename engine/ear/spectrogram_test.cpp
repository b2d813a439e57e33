#include "engine/ear/spectrogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/ear/synthetic_strokes.h"

namespace firstchair::ear {
namespace {

std::vector<BandLevels> frames_of(const std::vector<float>& sound, double rate) {
  Spectrogram spectrogram(rate);
  SampleHistory history(static_cast<std::size_t>(spectrogram.reach()));
  std::vector<BandLevels> frames;
  for (const float sample : sound) {
    history.push(sample);
    if (spectrogram.push(history)) frames.push_back(spectrogram.levels());
  }
  return frames;
}

std::vector<float> tone(double hz, double gain, double seconds, double rate) {
  std::vector<float> sound(static_cast<std::size_t>(seconds * rate));
  for (std::size_t i = 0; i < sound.size(); ++i) {
    sound[i] = static_cast<float>(gain * std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate));
  }
  return sound;
}

std::size_t loudest(const BandLevels& levels, std::size_t from, std::size_t to) {
  const auto first = levels.begin() + static_cast<std::ptrdiff_t>(from),
             last = levels.begin() + static_cast<std::ptrdiff_t>(to);
  return static_cast<std::size_t>(std::max_element(first, last) - levels.begin());
}

TEST(Spectrogram, EveryRateHasAFrameEvery58Milliseconds) {
  for (const double rate : {8000.0, 22050.0, 44100.0, 48000.0}) {
    EXPECT_NEAR(
        static_cast<double>(frames_of(std::vector<float>(static_cast<std::size_t>(rate)), rate).size()), 172,
        1)
        << rate;
  }
}

TEST(Spectrogram, ALowToneStandsInTheSameBandAtEveryRate) {
  for (const double rate : {8000.0, 22050.0, 44100.0, 48000.0}) {
    const BandLevels levels = frames_of(tone(200, 0.3, 1, rate), rate).back();
    const std::size_t band = loudest(levels, kShortBands, kBands);
    EXPECT_NEAR(static_cast<double>(band), 38, 1) << rate;
    EXPECT_GT(levels[band], -6) << rate;
  }
}

TEST(Spectrogram, BandsBeyondTheRatesReachAreEmpty) {
  std::vector<float> sound(8000);
  add_noise(sound, -20);
  for (const BandLevels& levels : frames_of(sound, 8000)) EXPECT_LT(levels[kShortBands - 1], -69.9F);
}

TEST(Spectrogram, OnceItHasFoundItsReferenceThePictureDoesNotDependOnTheGain) {
  std::vector<SyntheticStroke> strokes;
  for (int i = 0; i < 24; ++i) strokes.push_back({0.2 + 0.25 * i, i % 2 ? Voice::kick : Voice::snare, 0.5});
  std::vector<float> sound = synthesise(strokes, 7, 44100);
  add_noise(sound, -70);
  std::vector<float> soft = sound;
  for (float& sample : soft) sample *= 0.1F;
  const std::vector<BandLevels> a = frames_of(sound, 44100), b = frames_of(soft, 44100);
  float most = 0;
  for (std::size_t f = 860; f < a.size(); ++f) {
    for (std::size_t band = 0; band < kBands; ++band)
      most = std::max(most, std::abs(a[f][band] - b[f][band]));
  }
  EXPECT_LT(most, 0.1F);
}

TEST(Spectrogram, AStrokeShowsInTheFrameThatHasSeenTwoMillisecondsOfIt) {
  std::vector<float> sound = synthesise({{0.5, Voice::snare, 0.5}}, 1, 44100);
  add_noise(sound, -75);
  const std::vector<BandLevels> frames = frames_of(sound, 44100);
  const std::size_t seen = static_cast<std::size_t>(std::ceil((0.5 + 0.002) * 44100 / 256)) - 1;
  EXPECT_GT(frames[seen][20] - frames[seen - 2][20], 10);
}

}  // namespace
}  // namespace firstchair::ear
