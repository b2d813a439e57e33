#include "engine/dsp/bands.h"

#include <gtest/gtest.h>

#include <vector>

namespace firstchair {
namespace {

TEST(MelBands, AFlatSpectrumGivesFlatBands) {
  for (const double rate : {8000.0, 16000.0, 44100.0}) {
    const MelBands mel(24, 30, 0.45 * rate, 512, rate);
    std::vector<float> power(257, 3.0F), bands(24);
    mel.apply(power, bands);
    for (int b = 0; b < mel.count(); ++b) EXPECT_NEAR(bands[static_cast<std::size_t>(b)], 3, 1e-4);
  }
}

TEST(MelBands, AToneIsLoudestInTheBandAroundIt) {
  const MelBands mel(24, 30, 16000, 512, 44100);
  for (int b = 0; b < mel.count(); ++b) {
    std::vector<float> power(257), bands(24);
    power[static_cast<std::size_t>(mel.centre_hz(b) * 512 / 44100 + 0.5)] = 1;
    mel.apply(power, bands);
    float most = 0;
    for (const float band : bands) most = std::max(most, band);
    EXPECT_FLOAT_EQ(bands[static_cast<std::size_t>(b)], most) << b;
  }
}

TEST(MelBands, BandsBelowOneBinAreLeftOutRatherThanRepeated) {
  const MelBands mel(24, 30, 3600, 32, 8000);
  EXPECT_LT(mel.count(), 24);
  for (int b = 1; b < mel.count(); ++b) EXPECT_GT(mel.centre_hz(b), mel.centre_hz(b - 1));
}

}  // namespace
}  // namespace firstchair
