#include "engine/ear/attack_spectrum.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ear/drum_shares.h"
#include "engine/ear/synthetic_strokes.h"

namespace firstchair::ear {
namespace {

constexpr double kRate = 44100;

// The spectrum of the attack at `seconds`, whose own frame is the first that ends behind it.
AttackSpectrum spectrum_at(const std::vector<float>& sound, double seconds) {
  Spectrogram spectrogram(kRate);
  SampleHistory history(4096);
  BandHistory bands(4096);
  for (const float sample : sound) {
    history.push(sample);
    if (spectrogram.push(history)) bands.push(spectrogram);
  }
  return bands.at(static_cast<Frames>(std::ceil((seconds + 0.002) * kRate / 256)) - 1);
}

std::vector<float> stroke(Voice voice, double gain) {
  std::vector<float> sound = synthesise({{0.5, voice, gain}}, 1.2, kRate);
  add_noise(sound, -80);
  return sound;
}

float sum(const AttackSpectrum& spectrum) {
  float all = 0;
  for (const float part : spectrum) all += part;
  return all;
}

TEST(AttackSpectrum, SaysHowPowerLiesAndNotHowMuchThereIs) {
  const AttackSpectrum soft = spectrum_at(stroke(Voice::snare, 0.1), 0.5),
                       loud = spectrum_at(stroke(Voice::snare, 0.8), 0.5),
                       kick = spectrum_at(stroke(Voice::kick, 0.4), 0.5);
  EXPECT_NEAR(sum(soft), 1, 1e-4);
  EXPECT_LT(divergence(soft, loud), 0.01F);
  EXPECT_GT(divergence(kick, loud), 0.1F);
}

TEST(AttackSpectrum, WhatRangBeforeIsTakenOut) {
  std::vector<float> ringing = stroke(Voice::snare, 0.3), alone = ringing;
  for (std::size_t i = 0; i < ringing.size(); ++i)
    ringing[i] +=
        0.05F * static_cast<float>(std::sin(2 * std::numbers::pi * 400 * static_cast<double>(i) / kRate));
  EXPECT_LT(divergence(spectrum_at(ringing, 0.5), spectrum_at(alone, 0.5)), 0.02F);
}

TEST(AttackSpectrum, AtTheEdgesOfASoundItDoesWithWhatIsThere) {
  const std::vector<float> sound = synthesise({{0.001, Voice::snare, 0.4}}, 0.03, kRate);
  EXPECT_NEAR(sum(spectrum_at(sound, 0.001)), 1, 1e-4);
  EXPECT_NEAR(sum(spectrum_at(sound, 0.03)), 1, 1e-4);
  EXPECT_EQ(sum(BandHistory(8).at(0)), 0);
}

}  // namespace
}  // namespace firstchair::ear
