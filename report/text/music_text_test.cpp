#include "report/text/music_text.h"

#include <gtest/gtest.h>

namespace firstchair::report {
namespace {

constexpr double kRate = 1000;

// Twelve bars of 4/4 at 120: a bar takes two seconds.
Take take_of_24_seconds() {
  Take take;
  take.source.rate = kRate;
  take.source.length = 24000;
  take.chart.length = 12 * kTicksPerWhole;
  for (int beat = 0; beat < 48; ++beat)
    take.alignment.pulse.push_back({.tick = beat * kTicksPerQuarter, .frame = 500.0 * beat, .bpm = 120});
  return take;
}

TEST(MusicText, OfDrumsAloneNothingIsSaid) {
  EXPECT_EQ(music_text(take_of_24_seconds()), "");
}

TEST(MusicText, PlacesAreBarsAndTimes) {
  Take take = take_of_24_seconds();
  take.source.music = {{8000, 13900}};
  EXPECT_EQ(music_text(take),
            "Other instruments or voices from bar 5 (0:08) to bar 7 (0:13): drums are masked there. Strokes "
            "may be missed or be theirs.");
  take.source.music = {{1000, 2100}, {3000, 4100}, {5000, 6100}, {7000, 8100}, {9000, 9900}};
  EXPECT_EQ(
      music_text(take).substr(0, 106),
      "Other instruments or voices from bar 1 (0:01) to bar 2 (0:02), from bar 2 (0:03) to bar 3 (0:04), "
      "from bar");
  EXPECT_NE(music_text(take).find(" and in 2 more places: "), std::string::npos);
}

TEST(MusicText, WithoutAPulseTimesStandAlone) {
  Take take = take_of_24_seconds();
  take.alignment.pulse.clear();
  take.source.music = {{8000, 13900}};
  EXPECT_EQ(music_text(take).substr(0, 47), "Other instruments or voices from 0:08 to 0:13: ");
}

TEST(MusicText, AWholeRecordingNeedsNoPlaces) {
  Take take = take_of_24_seconds();
  take.source.music = {{0, 12000}, {12500, 24000}};
  EXPECT_EQ(music_text(take).substr(0, 40), "Other instruments or voices all along: d");
}

}  // namespace
}  // namespace firstchair::report
