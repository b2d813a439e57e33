#include "engine/judge/beside_band.h"

#include <gtest/gtest.h>

#include <cmath>

namespace firstchair::judge {
namespace {

constexpr double kRate = 48000, kBeat = 24000;  // frames a beat at 120

PlayedWith band_of(int beats) {
  PlayedWith band{.follow = 50, .home_bpm = 120, .delay_sd_ms = 1};
  for (int k = 0; k < beats; ++k) band.beats.push_back({k, 1000 + k * kBeat});
  return band;
}

// The player's eighths: `per_beat` of the player's quarters go into one of the band's, the first stands at
// the band's position `from`, every stroke `late_ms` after its place.
struct Played {
  std::vector<Hit> hits;
  Alignment alignment;
};
Played eighths(int n, double per_beat, double from, double late_ms) {
  Played played;
  for (int k = 0; k < n; ++k) {
    const double position = from + k / (2 * per_beat);
    const double frame = 1000 + position * kBeat + late_ms * kRate / 1000;
    played.hits.push_back({.frame = std::llround(frame), .voice = Voice::hat_closed});
    // The own pulse goes through the strokes: against it they are on time.
    played.alignment.matches.push_back(
        {.hit = k, .note = k, .tick = k * kTicksPerQuarter / 2, .target = frame, .error_ms = 0});
  }
  return played;
}

void expect_all(const std::vector<double>& errors, double ms, int from, int to) {
  for (int k = from; k < to; ++k) EXPECT_NEAR(errors[static_cast<std::size_t>(k)], ms, .02) << k;
}

TEST(BesideBand, ALeanThatTheOwnPulseCannotShowIsToldAgainstTheClock) {
  for (const double late : {-18., 0., 7.}) {
    const Played p = eighths(60, 1, 1, late);
    expect_all(errors_beside_band(band_of(40), p.alignment, p.hits, kRate), late, 0, 60);
  }
}

// Half and double are the same music counted otherwise, and the first beat may be any of the band's.
TEST(BesideBand, AnyBeatAndAnyCountIsLaidOnTheBandsBeats) {
  for (const double per_beat : {.5, 1., 2.})
    for (const double from : {1., 3., 1.5, 2.25}) {
      const Played p = eighths(24, per_beat, from, 9);
      expect_all(errors_beside_band(band_of(60), p.alignment, p.hits, kRate), 9, 0, 24);
    }
}

TEST(BesideBand, BeforeTheFirstBeatAndInAWaitThereIsNoPlace) {
  PlayedWith band = band_of(40);
  for (std::size_t k = 10; k < band.beats.size(); ++k) band.beats[k].frame += 3 * kBeat;  // waited
  const Played p = eighths(90, 1, -4, 5);
  const std::vector<double> errors = errors_beside_band(band, p.alignment, p.hits, kRate);
  for (int k = 0; k < 7; ++k) EXPECT_TRUE(std::isnan(errors[static_cast<std::size_t>(k)])) << k;
  for (int k = 27; k < 33; ++k) EXPECT_TRUE(std::isnan(errors[static_cast<std::size_t>(k)])) << k;
  expect_all(errors, 5, 8, 25);
  expect_all(errors, 5, 36, 45);
}

TEST(BesideBand, WhoKeepsAnotherTempoIsLaidNowhere) {
  const Played p = eighths(60, 1.3, 1, 0);
  for (const double error : errors_beside_band(band_of(60), p.alignment, p.hits, kRate))
    EXPECT_TRUE(std::isnan(error));
  // Within the tempo the band goes along with, but slipping by a beat: no offset.
  const Played slipping = eighths(120, 1.05, 1, 0);
  for (const double error : errors_beside_band(band_of(80), slipping.alignment, slipping.hits, kRate))
    EXPECT_TRUE(std::isnan(error));
}

TEST(BesideBand, ExtraStrokesAndEmptyBandsTellNothing) {
  Played p = eighths(20, 1, 1, 4);
  p.alignment.matches[3].kind = MatchKind::extra;
  p.alignment.matches[3].note = -1;
  EXPECT_TRUE(std::isnan(errors_beside_band(band_of(40), p.alignment, p.hits, kRate)[3]));
  for (const int beats : {0, 1})
    for (const double error : errors_beside_band(band_of(beats), p.alignment, p.hits, kRate))
      EXPECT_TRUE(std::isnan(error));
}

}  // namespace
}  // namespace firstchair::judge
