#include "engine/dsp/bands.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace firstchair::dsp {
namespace {

std::vector<float> bands_of(const MelBands& mel, const std::vector<float>& power) {
  std::vector<float> bands(mel.count());
  mel.apply(power, bands);
  return bands;
}

TEST(MelBands, AFlatSpectrumGivesFlatBands) {
  for (const double rate : {8000.0, 16000.0, 44100.0}) {
    for (const float band : bands_of(MelBands(24, 30, 0.45 * rate, 512, rate), std::vector<float>(257, 3.0F)))
      EXPECT_NEAR(band, 3, 1e-4);
  }
}

TEST(MelBands, AToneIsLoudestInTheBandAroundIt) {
  const MelBands mel(24, 30, 16000, 512, 44100);
  for (std::size_t b = 0; b < mel.count(); ++b) {
    std::vector<float> power(257);
    power[static_cast<std::size_t>(std::max(1.0, mel.centre_hz(b) * 512 / 44100 + 0.5))] = 1;
    const std::vector<float> bands = bands_of(mel, power);
    EXPECT_FLOAT_EQ(bands[b], *std::max_element(bands.begin(), bands.end())) << b;
  }
}

TEST(MelBands, EveryRateHasTheSameBandsAndThoseItCannotHoldAreEmpty) {
  const MelBands low(32, 100, 16000, 64, 8000), high(32, 100, 16000, 512, 44100);
  ASSERT_EQ(low.count(), high.count());
  const std::vector<float> bands = bands_of(low, std::vector<float>(33, 1.0F));
  for (std::size_t b = 0; b < low.count(); ++b) {
    EXPECT_DOUBLE_EQ(low.centre_hz(b), high.centre_hz(b));
    EXPECT_NEAR(bands[b], low.centre_hz(b) < 3680 ? 1 : 0, 1e-5) << b;
  }
}

}  // namespace
}  // namespace firstchair::dsp
