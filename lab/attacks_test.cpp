#include "lab/attacks.h"

#include <gtest/gtest.h>

namespace firstchair::lab {
namespace {

Hit hit(Frames frame, Voice voice, float probability = 1) {
  Hit made;
  made.frame = frame;
  made.voice = voice;
  made.voice_probability = probability;
  return made;
}

// frames   0    5         9   16        (at 1000 a second: ms; one attack reaches 8 ms from its first hit)
// voices  kick hat       snare tom
// attacks [---------]    [-------]
TEST(Attacks, HitsOfOneFrameOrWithin8MsOfTheFirstAreOneAttack) {
  const Heard heard{.hits = {hit(0, Voice::kick), hit(5, Voice::hat_closed, 0.5F), hit(16, Voice::tom_low),
                             hit(9, Voice::snare)},
                    .hit_told = {0.03, 0.04, 0.06, 0.05},
                    .onsets = {},
                    .onset_told = {}};
  const std::vector<HeardAttack> attacks = attacks_of(heard, 1000);
  ASSERT_EQ(attacks.size(), 2u);
  EXPECT_EQ(attacks[0].hits.size(), 2u);
  EXPECT_TRUE(attacks[0].has(Voice::hat_closed));
  EXPECT_TRUE(attacks[0].has(Family::kick));
  EXPECT_FALSE(attacks[0].has(Voice::snare));
  EXPECT_EQ(attacks[0].surest().voice, Voice::kick);
  EXPECT_DOUBLE_EQ(attacks[0].told, 0.03);
  EXPECT_DOUBLE_EQ(attacks[1].seconds, 0.009);
  EXPECT_TRUE(attacks[1].has(Voice::tom_low));
}

TEST(Attacks, TimesAloneMergeTheSameWay) {
  EXPECT_EQ(merged({0.016, 0.0, 0.005, 0.009}), (std::vector<double>{0.0, 0.009}));
  EXPECT_TRUE(merged({}).empty());
}

}  // namespace
}  // namespace firstchair::lab
