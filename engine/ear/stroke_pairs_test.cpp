#include "engine/ear/stroke_pairs.h"

#include <gtest/gtest.h>

#include <vector>

namespace firstchair::ear {
namespace {

constexpr std::size_t kKick = 0, kSnare = 1, kHat = 3;

NetThresholds halves() {
  NetThresholds thresholds{.struck = 0.5F, .any = 0.5F, .voices = {}};
  thresholds.voices.fill(0.5F);
  return thresholds;
}

struct Said {
  float any = 0, kick = 0, snare = 0, hat = 0;
};

std::vector<PickedStroke> told(const std::vector<Said>& frames) {
  StrokePairs pairs(halves(), 0.5);
  std::vector<PickedStroke> strokes;
  for (const Said& said : frames) {
    NetFrame frame{.any = said.any};
    frame.voices[kKick] = said.kick;
    frame.voices[kSnare] = said.snare;
    frame.voices[kHat] = said.hat;
    frame.strengths.fill(0.5F);
    frame.strengths[kHat] = 0.25F;
    if (const auto stroke = pairs.push(frame)) strokes.push_back(*stroke);
  }
  if (const auto stroke = pairs.finish()) strokes.push_back(*stroke);
  return strokes;
}

// A kick, and a hat 17 ms after it: the net says the hat at both, more surely at the second.
std::vector<Said> kick_and_hat() {
  return {{}, {}, {}, {}, {}, {}, {.9F, .9F, .1F, .6F}, {.1F}, {.2F}, {.8F, .4F, .1F, .65F}, {}, {}};
}

TEST(StrokePairs, TheSecondAttackGetsTheDrumThatIsSaidMoreSurelyThere) {
  const std::vector<PickedStroke> strokes = told(kick_and_hat());
  ASSERT_EQ(strokes.size(), 2U);
  EXPECT_EQ(strokes[0].voices[kKick], .9F);
  EXPECT_EQ(strokes[0].voices[kHat], 0);
  EXPECT_EQ(strokes[1].voices[kHat], .6F);
  EXPECT_NEAR(strokes[1].strengths[kHat], 127 * .25F, 1e-3);
  EXPECT_EQ(strokes[1].voices[kKick], 0);
  EXPECT_EQ(strokes[1].voices[kSnare], 0);
}

TEST(StrokePairs, ASecondAttackWithADrumOfItsOwnTakesNone) {
  std::vector<Said> frames = kick_and_hat();
  frames[9].snare = .7F;
  const std::vector<PickedStroke> strokes = told(frames);
  ASSERT_EQ(strokes.size(), 2U);
  EXPECT_EQ(strokes[0].voices[kHat], .6F);
  EXPECT_EQ(strokes[1].voices[kSnare], .7F);
  EXPECT_EQ(strokes[1].voices[kHat], 0);
}

TEST(StrokePairs, AFirstAttackOfOneDrumKeepsIt) {
  std::vector<Said> frames = kick_and_hat();
  frames[6].kick = .2F;
  const std::vector<PickedStroke> strokes = told(frames);
  ASSERT_EQ(strokes.size(), 2U);
  EXPECT_EQ(strokes[0].voices[kHat], .6F);
}

TEST(StrokePairs, AFlamOfASureDrumIsTwoStrokesOfIt) {
  std::vector<Said> frames = kick_and_hat();
  frames[6] = {.9F, 0, .6F, 0};
  frames[9] = {.9F, 0, .9F, 0};
  const std::vector<PickedStroke> strokes = told(frames);
  ASSERT_EQ(strokes.size(), 2U);
  EXPECT_EQ(strokes[0].voices[kSnare], .6F);
  EXPECT_EQ(strokes[1].voices[kSnare], .9F);
}

// From four frames on a drum may come again as surely as any, and attacks share nothing from five on.
TEST(StrokePairs, AttacksThatAreFartherApartAreTwoOfAnyDrum) {
  std::vector<Said> frames = kick_and_hat();
  frames.insert(frames.begin() + 7, {{.1F}, {.1F}});
  const std::vector<PickedStroke> strokes = told(frames);
  ASSERT_EQ(strokes.size(), 2U);
  EXPECT_EQ(strokes[0].voices[kHat], .6F);
  EXPECT_EQ(strokes[1].voices[kHat], .65F);
}

TEST(StrokePairs, AStrokeWaitsNoLongerThanAPairIsWide) {
  StrokePairs pairs(halves(), 0.5);
  int waited = -1;
  for (int frame = 0; frame < 20 && waited < 0; ++frame) {
    NetFrame now{.any = frame == 6 ? .9F : 0};
    if (pairs.push(now)) waited = frame - 7;  // a picker tells it with frame 7
  }
  EXPECT_EQ(waited, StrokePairs::kPair + 1);
  EXPECT_FALSE(pairs.finish());
}

TEST(StrokePairs, AfterAResetNothingWaits) {
  StrokePairs pairs(halves(), 0.5);
  for (int frame = 0; frame < 8; ++frame) {
    const NetFrame now{.any = frame == 6 ? .9F : 0};
    EXPECT_FALSE(pairs.push(now));
  }
  pairs.reset();
  EXPECT_FALSE(pairs.finish());
}

}  // namespace
}  // namespace firstchair::ear
