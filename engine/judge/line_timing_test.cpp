#include "engine/judge/line_timing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace firstchair::judge {
namespace {

PlaceLean place(double mean, std::size_t n) {
  PlaceLean p;
  p.mean_ms = mean;
  p.strokes.assign(n, 0);
  return p;
}

// v = 169 / 16 = 10.6: these scatter less than chance would, so only the feel that anyone may have is
// left, 6.8 of 17.3.
TEST(Shrink, PlacesThatDifferByNoMoreThanChanceAreNearlyOneAndNotCertain) {
  std::vector<PlaceLean> places{place(1, 16), place(-1, 16), place(2, 16), place(-2, 16)};
  shrink(places, 13);
  const double weight = 2.6 * 2.6 / (2.6 * 2.6 + 169.0 / 16);
  EXPECT_NEAR(places[2].shrunk_ms, 2 * weight, 1e-9);
  EXPECT_NEAR(places[2].sd_ms, std::sqrt(weight * 169 / 16), 1e-9);
}

// Means 0, 0, 0, 24 of 16 strokes at SD 8: v = 4, between-place variance (Q - 3) / C = (108 - 3) / .75 = 140,
// so that 24 keeps 140 / 144 of its 18 ms from the mean.
TEST(Shrink, APlaceThatStandsOutKeepsMostOfItsLean) {
  std::vector<PlaceLean> places{place(0, 16), place(0, 16), place(0, 16), place(24, 16)};
  shrink(places, 8);
  EXPECT_NEAR(places[3].weight, 140.0 / 144.0, 1e-9);
  EXPECT_NEAR(places[3].shrunk_ms, 18 * 140.0 / 144.0, 1e-9);
  EXPECT_NEAR(places[3].sd_ms, std::sqrt(4 * 140.0 / 144.0), 1e-9);
  EXPECT_NEAR(places[0].shrunk_ms, -6 * 140.0 / 144.0, 1e-9);
}

TEST(Shrink, BringsTheEstimatesNearerToTheTruth) {
  std::mt19937_64 engine(5);
  const auto normal = [&] {
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(engine() >> 11) * 0x1p-53;
    return sum - 6;
  };
  double raw = 0, shrunk = 0;
  for (int take = 0; take < 300; ++take) {
    std::vector<PlaceLean> places;
    std::vector<double> truth;
    for (int p = 0; p < 16; ++p) {
      truth.push_back(4.5 * normal());
      places.push_back(place(truth.back() + 13 / std::sqrt(8.0) * normal(), 8));
    }
    shrink(places, 13);
    for (std::size_t p = 0; p < 16; ++p) {
      raw += std::pow(places[p].mean_ms - truth[p], 2);
      shrunk += std::pow(places[p].shrunk_ms - truth[p], 2);
    }
  }
  raw = std::sqrt(raw / 4800), shrunk = std::sqrt(shrunk / 4800);
  EXPECT_NEAR(raw, 4.6, 0.2);     // 13 / sqrt 8
  EXPECT_NEAR(shrunk, 3.5, 0.3);  // sqrt of tau^2 v / (tau^2 + v), and a little for not knowing tau
}

}  // namespace
}  // namespace firstchair::judge
