// What a seating claims, counted over auditions by simulated drummers through the real pulse and judge. The
// whole tables are docs/measured/chairs.md (bench chairs).
#include <gtest/gtest.h>

#include <cmath>

#include "testing/chairs/simulated_audition.h"

namespace firstchair {
namespace {

using testing::AuditionTally;

TEST(ChairsBands, ASoleFirstChairAndCutsAreSeldomWrong) {
  for (const auto& plan : {testing::AuditionPlan{.players = 4, .bars = 32, .excerpts = 2},
                           testing::AuditionPlan{.players = 8, .bars = 16, .excerpts = 1}}) {
    const AuditionTally t = testing::tally(plan, 200, 5000);
    EXPECT_LE(t.sole_wrong_now, 0.05) << plan.players;
    EXPECT_LE(t.some_cut_wrong, 0.05) << plan.players;
    EXPECT_GT(t.cuts, 0.5) << plan.players;  // and something is told
    EXPECT_GT(t.points_wrong_now, t.sole_wrong_now) << plan.players;
    // Five bins of P(best), each within 3 points and what chance does to so many.
    for (int bin = 0; bin < AuditionTally::kBins; ++bin) {
      if (t.n[bin] < 20) continue;
      const double said = t.said[bin] / t.n[bin], was = t.was[bin] / t.n[bin];
      EXPECT_NEAR(said, was, 0.03 + 2.6 * std::sqrt(0.25 / t.n[bin])) << plan.players << " bin " << bin;
    }
  }
}

TEST(ChairsBands, EqualsAreSeldomToldApart) {
  const AuditionTally t =
      testing::tally({.players = 4, .bars = 32, .excerpts = 1, .tau = 0, .equal = true}, 200, 1);
  EXPECT_LE(t.sole, 0.05);
}

}  // namespace
}  // namespace firstchair
