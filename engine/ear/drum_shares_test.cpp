#include "engine/ear/drum_shares.h"

#include <gtest/gtest.h>

namespace firstchair::ear {
namespace {

// Drum v has its power in bands 4 v .. 4 v + 7: neighbours share half of them.
DrumSpectra drums() {
  DrumSpectra all{};
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    for (std::size_t b = 4 * v; b < 4 * v + 8; ++b) all[v][b] = 0.125F;
  }
  return all;
}

OfVoices likely(float p) {
  OfVoices said;
  said.fill(p);
  return said;
}

TEST(DrumShares, ADrumAloneIsNeededForAllOfIt) {
  const DrumSpectra all = drums();
  const DrumShares shares = shares_of(all[3], all, likely(0.3F));
  EXPECT_GT(shares.whole[3], 0.95F);
  EXPECT_LT(shares.whole[2] + shares.whole[4], 0.05F);
  EXPECT_GT(shares.most[3], 0.95F);
}

TEST(DrumShares, OfTwoStruckTogetherEachIsNeededForItsPart) {
  const DrumSpectra all = drums();
  AttackSpectrum both{};
  for (std::size_t b = 0; b < kBands; ++b) both[b] = 0.75F * all[1][b] + 0.25F * all[2][b];
  const DrumShares shares = shares_of(both, all, likely(0.5F));
  EXPECT_NEAR(shares.whole[1], 0.75F, 0.08F);
  EXPECT_NEAR(shares.whole[2], 0.25F, 0.08F);
}

TEST(DrumShares, ADrumThatTheNetRulesOutTakesNoPart) {
  const DrumSpectra all = drums();
  OfVoices said = likely(0.3F);
  said[3] = 0.001F;
  const DrumShares shares = shares_of(all[3], all, said);
  EXPECT_EQ(shares.whole[3], 0);
  EXPECT_EQ(shares.most[3], 0);
}

TEST(DrumShares, ADivergenceIsNothingFromTheSameAndGrows) {
  const DrumSpectra all = drums();
  EXPECT_NEAR(divergence(all[1], all[1]), 0, 1e-4);
  EXPECT_GT(divergence(all[1], all[2]), 1);
  EXPECT_GT(divergence(all[1], all[5]), divergence(all[1], all[2]));
}

}  // namespace
}  // namespace firstchair::ear
