#include "io/video/burner.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "io/video/picture.h"
#include "io/video/slow_sound.h"

namespace firstchair::video {
namespace {

// A white box over the left half of the picture from .5 to 1 s.
constexpr const char* kScript =
    "[Script Info]\nScriptType: v4.00+\nPlayResX: 64\nPlayResY: 32\n\n[V4+ Styles]\n"
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, "
    "Italic, "
    "Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, "
    "MarginR, MarginV, Encoding\n"
    "Style: t,DejaVu "
    "Sans,10,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1\n\n"
    "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:00.50,0:00:01.00,t,,0,0,0,,{\\an7\\pos(0,0)\\p1}m 0 0 l 32 0 32 32 0 32\n";

TEST(Burner, DrawsWhatStandsInTheScriptAtThePicturesMiddle) {
  Result<Burner> burner = Burner::make(kScript, 64, 32, {10, 1});
  ASSERT_TRUE(burner) << burner.error().line();
  for (int k = 0; k < 12; ++k) {
    Picture picture = black(64, 32);
    ASSERT_TRUE(burner->draw(k, picture.bytes));
    const double middle_s = (k + .5) / 10;
    const bool there = middle_s >= .5 && middle_s < 1;
    EXPECT_EQ(picture.bytes[16 * 64 + 8] > 200, there) << k;
    EXPECT_LT(picture.bytes[16 * 64 + 48], 20) << k;
  }
}

TEST(Burner, PicturesOfAnotherSizeAreRefused) {
  Result<Burner> burner = Burner::make(kScript, 64, 32, {10, 1});
  ASSERT_TRUE(burner);
  Picture picture = black(32, 32);
  EXPECT_FALSE(burner->draw(0, picture.bytes));
}

// Clicks half a second apart, each 20 ms of a tone of 1 kHz, at half the speed: they come a second apart, and
// the tone keeps its pitch.
TEST(SlowSound, KeepsThePitchAndDoublesTheTime) {
  constexpr double kRate = 48000;
  SlowSound slow(kRate, .5);
  std::vector<float> sound(static_cast<std::size_t>(2 * 4 * kRate), 0.f);
  for (int click = 1; click < 7; ++click)
    for (int n = 0; n < 960; ++n) {
      const std::size_t at = static_cast<std::size_t>(click * kRate / 2) + static_cast<std::size_t>(n);
      sound[2 * at] = sound[2 * at + 1] =
          .5f * static_cast<float>(std::sin(2 * std::numbers::pi * 1000 * n / kRate));
    }
  slow.push(sound);
  const std::vector<float> got = slow.take(static_cast<std::size_t>(10 * kRate));
  const auto frames = static_cast<double>(got.size() / 2);
  EXPECT_GT(frames, 7.5 * kRate);
  for (int click = 1; click < 7; ++click) {
    // Its loudest 10 ms within .3 s.
    double most = 0, at_s = 0;
    for (double s = click - .3; s < click + .3; s += .005) {
      double power = 0;
      for (std::size_t n = 0; n < 480; ++n) {
        const std::size_t i = 2 * (static_cast<std::size_t>(s * kRate) + n);
        power += i < got.size() ? static_cast<double>(got[i]) * static_cast<double>(got[i]) : 0;
      }
      if (power > most) most = power, at_s = s;
    }
    EXPECT_GT(most, 10) << click;
    EXPECT_NEAR(at_s, click + .01, .05) << click;
    int crossings = 0;
    const auto from = static_cast<std::size_t>(at_s * kRate);
    for (std::size_t n = 1; n < 480; ++n)
      crossings += (got[2 * (from + n)] > 0) != (got[2 * (from + n) - 2] > 0);
    EXPECT_NEAR(crossings, 20, 3) << click;
  }
}

}  // namespace
}  // namespace firstchair::video
