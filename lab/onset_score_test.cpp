#include "lab/onset_score.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "lab/sound.h"

namespace firstchair::lab {
namespace {

std::size_t best_by_trying_all(const std::vector<double>& truth, const std::vector<double>& heard,
                               double window, std::size_t t, unsigned used) {
  if (t == truth.size()) return 0;
  std::size_t best = best_by_trying_all(truth, heard, window, t + 1, used);
  for (std::size_t h = 0; h < heard.size(); ++h) {
    if ((used & (1U << h)) == 0 && std::abs(truth[t] - heard[h]) <= window) {
      best = std::max(best, 1 + best_by_trying_all(truth, heard, window, t + 1, used | (1U << h)));
    }
  }
  return best;
}

TEST(Score, MatchesAsManyPairsAsAnyMatchingCould) {
  Dice dice(5);
  for (int round = 0; round < 500; ++round) {
    std::vector<double> truth(static_cast<std::size_t>(dice.below(7))),
        heard(static_cast<std::size_t>(dice.below(7)));
    for (double& t : truth) t = dice.uniform();
    for (double& h : heard) h = dice.uniform();
    std::sort(truth.begin(), truth.end());
    std::sort(heard.begin(), heard.end());
    EXPECT_EQ(match(truth, heard, 0.15).size(), best_by_trying_all(truth, heard, 0.15, 0, 0));
  }
}

TEST(Score, TheAttackOfAStrokeWithPreRollIsItsFirstLoudFrame) {
  std::vector<float> stroke(8000);
  Dice dice(1);
  for (std::size_t i = 0; i < stroke.size(); ++i) {
    stroke[i] = static_cast<float>(1e-4 * dice.normal());
    if (i >= 700)
      stroke[i] += static_cast<float>(std::exp(-static_cast<double>(i - 700) / 2000) * dice.normal() / 4);
  }
  EXPECT_NEAR(static_cast<double>(attack_of(stroke)), 700, 3);
}

TEST(Score, SpearmanIsOneForAnyRisingRelation) {
  EXPECT_DOUBLE_EQ(spearman({1, 2, 3, 4}, {1, 10, 11, 500}), 1);
  EXPECT_DOUBLE_EQ(spearman({1, 2, 3, 4}, {4, 3, 2, 1}), -1);
}

}  // namespace
}  // namespace firstchair::lab
