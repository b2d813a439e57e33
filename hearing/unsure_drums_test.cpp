#include "hearing/unsure_drums.h"

#include <gtest/gtest.h>

#include <vector>

namespace firstchair::hearing {
namespace {

// Attacks of a tom, every second with a hat that is likelier.
std::vector<Hit> attacks(int count, float tom, float hat) {
  std::vector<Hit> hits;
  for (int i = 0; i < count; ++i) {
    if (i % 2 == 0) hits.push_back({.frame = 1000 * i, .voice = Voice::hat_closed, .voice_probability = hat});
    hits.push_back({.frame = 1000 * i, .voice = Voice::tom_high, .voice_probability = tom});
  }
  return hits;
}

TEST(UnsureDrums, AreWarnedOfByTheMeanOfTheLikeliestOfEveryAttack) {
  const std::optional<std::string> told = unsure_drums(attacks(20, 0.3F, 0.6F));
  ASSERT_TRUE(told);
  EXPECT_NE(told->find("(probability 0.45, 20 attacks)"), std::string::npos) << *told;
  EXPECT_FALSE(unsure_drums(attacks(20, 0.5F, 0.6F)));
}

TEST(UnsureDrums, AreNotToldOfAFewStrokes) {
  EXPECT_FALSE(unsure_drums(attacks(15, 0.3F, 0.4F)));
  EXPECT_TRUE(unsure_drums(attacks(16, 0.3F, 0.4F)));
  EXPECT_FALSE(unsure_drums({}));
}

}  // namespace
}  // namespace firstchair::hearing
