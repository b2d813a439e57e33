#include "lab/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>

#include "lab/sound.h"

namespace firstchair::lab {
namespace {

std::vector<Counts> some_tracks(int count, std::uint64_t seed, double extra = 0) {
  Dice dice(seed);
  std::vector<Counts> tracks;
  for (int t = 0; t < count; ++t) {
    const double right = 20 + dice.below(60);
    tracks.push_back({.true_ones = right, .heard = right + dice.below(20) + extra, .truth = 100});
  }
  return tracks;
}

TEST(Bootstrap, HoldsTheFigureOfAllTracksAndComesBack) {
  const std::vector<Counts> tracks = some_tracks(20, 3);
  const Interval interval = f_interval(tracks), again = f_interval(tracks);
  EXPECT_LT(interval.low, sum(tracks).f());
  EXPECT_GT(interval.high, sum(tracks).f());
  EXPECT_EQ(interval.low, again.low);
  EXPECT_EQ(interval.high, again.high);
}

TEST(Bootstrap, TracksThatAreAllAlikeLeaveNoDoubt) {
  const std::vector<Counts> tracks(7, Counts{.true_ones = 8, .heard = 10, .truth = 10});
  EXPECT_DOUBLE_EQ(f_interval(tracks).low, 0.8);
  EXPECT_DOUBLE_EQ(f_interval(tracks).high, 0.8);
  EXPECT_EQ(f_interval({}).high, 0);
}

// Means of n normals: 95 % lie within 1.96 / sqrt(n) of the truth.
TEST(Bootstrap, CoversTheTruthAboutAsOftenAsItSays) {
  Dice dice(8);
  int covered = 0;
  for (int round = 0; round < 200; ++round) {
    std::vector<double> values(40);
    for (double& value : values) value = dice.normal();
    const Interval interval = bootstrap(
        values.size(),
        [&](std::span<const std::size_t> drawn) {
          double all = 0;
          for (const std::size_t d : drawn) all += values[d];
          return all / static_cast<double>(drawn.size());
        },
        400, static_cast<std::uint64_t>(round));
    covered += interval.low < 0 && interval.high > 0;
  }
  EXPECT_NEAR(covered, 190, 12);
}

TEST(Bootstrap, ADifferenceOnTheSameTracksIsSurerThanEitherFigure) {
  const std::vector<Counts> better = some_tracks(20, 3), worse = some_tracks(20, 3, 10);
  const Interval lead = f_difference(better, worse), alone = f_interval(better);
  EXPECT_GT(lead.low, 0);
  EXPECT_LT(lead.high - lead.low, alone.high - alone.low);
}

}  // namespace
}  // namespace firstchair::lab
