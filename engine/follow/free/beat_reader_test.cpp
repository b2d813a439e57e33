#include "engine/follow/free/beat_reader.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace firstchair::follow {
namespace {

// Eight beats of rock: hat on eighths, kick on 1 and 3, snare on 2 and 4.
std::vector<RecentStroke> rock(double period) {
  std::vector<RecentStroke> strokes;
  for (int eighth = 0; eighth < 16; ++eighth) {
    const double at = 10 + eighth * period / 2;
    strokes.push_back({at, Struck::time, 60});
    if (eighth % 4 == 0) strokes.push_back({at, Struck::kick, 100});
    if (eighth % 4 == 2) strokes.push_back({at, Struck::snare, 100});
  }
  return strokes;
}

std::size_t cell(int place, Struck what) {
  return static_cast<std::size_t>(place * kStruckCount) + static_cast<std::size_t>(what);
}

TEST(BeatReader, SeesWhereInTheBeatEachKindOfStrokeFell) {
  const auto strokes = rock(0.6);
  const BeatPicture on = picture_of(strokes, {10, 0.6}), off = picture_of(strokes, {10.3, 0.6});
  EXPECT_GT(on[cell(0, Struck::snare)], 0.3F);
  EXPECT_NEAR(on[cell(6, Struck::snare)], 0, 1e-4);
  EXPECT_NEAR(on[cell(6, Struck::snare)], off[cell(0, Struck::snare)], 1e-4);
  EXPECT_NEAR(on[cell(0, Struck::snare)], off[cell(6, Struck::snare)], 1e-4);
  // Snare and kick take turns from beat to beat, the hat does not.
  constexpr std::size_t kTurns = kBeatPlaces * kStruckCount;
  EXPECT_NEAR(on[kTurns + cell(0, Struck::snare)], on[cell(0, Struck::snare)], 1e-4);
  EXPECT_LT(on[kTurns + cell(0, Struck::time)], 0.3F * on[cell(0, Struck::time)]);
}

TEST(BeatReader, WhichOfItsBeatsAGuessNamesChangesNothing) {
  const auto strokes = rock(0.5);
  const BeatPicture a = picture_of(strokes, {10, 0.5}), b = picture_of(strokes, {10 + 7 * 0.5, 0.5});
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-3) << i;
}

TEST(BeatReader, PrefersTheBeatOfRockToItsRelatives) {
  for (const double period : {0.44, 0.5, 0.6, 0.7}) {
    const auto strokes = rock(period);
    const float right = reads(picture_of(strokes, {10, period}), *reader_weights());
    for (const auto& [ratio, shift] : {std::pair{1.0, 0.5}, {2.0, 0.0}, {2.0, 1.0}, {0.5, 0.0}, {1.5, 0.0}})
      EXPECT_GT(right, reads(picture_of(strokes, {10 + shift * period, ratio * period}), *reader_weights()))
          << period << ": " << ratio << " times, " << shift << " later";
  }
}

TEST(BeatReader, NothingStruckIsNothingSeen) {
  for (const float x : picture_of({}, {0, 0.5})) EXPECT_EQ(x, 0);
  EXPECT_TRUE(std::isfinite(reads({}, *reader_weights())));
}

}  // namespace
}  // namespace firstchair::follow
