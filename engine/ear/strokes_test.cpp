#include "engine/ear/strokes.h"

#include <gtest/gtest.h>

#include <vector>

namespace firstchair::ear {
namespace {

NetThresholds halves() {
  NetThresholds thresholds{.struck = 0.5F, .any = 0.5F, .voices = {}};
  thresholds.voices.fill(0.5F);
  return thresholds;
}

std::vector<PickedStroke> picked(const std::vector<NetFrame>& frames) {
  StrokePicker picker(halves(), 0.5);
  std::vector<PickedStroke> strokes;
  for (const NetFrame& frame : frames) {
    if (const auto stroke = picker.push(frame)) strokes.push_back(*stroke);
  }
  return strokes;
}

std::vector<NetFrame> with_any(const std::vector<float>& any) {
  std::vector<NetFrame> frames;
  for (const float p : any) {
    frames.push_back({.any = p});
    frames.back().voices[1] = p;
    frames.back().strengths[1] = 0.5F;
  }
  return frames;
}

// frame      0  1  2  3  4  5   6   7   8
// any        0  0  0  0  0  .3  .9  .3  0     said of the frame 4 before: the stroke is frame 2's.
// Frame 2 ends 3 frames after the start; the attack lies half a frame (what is seen) before, less the offset.
TEST(StrokePicker, APeakIsAStrokeOfTheFrameItSpeaksOf) {
  std::vector<NetFrame> frames = with_any({0, 0, 0, 0, 0, 0.3F, 0.9F, 0.3F, 0});
  frames[6].offset = -0.25F;
  const std::vector<PickedStroke> strokes = picked(frames);
  ASSERT_EQ(strokes.size(), 1U);
  EXPECT_NEAR(strokes[0].frames, 3 - 0.5 - 0.25, 1e-6);
  EXPECT_EQ(strokes[0].voices[1], 0.9F);
  EXPECT_EQ(strokes[0].voices[0], 0);
  EXPECT_NEAR(strokes[0].strengths[1], 63.5F, 0.01);
}

TEST(StrokePicker, TwoPeaksTwoFramesApartAreAFlam) {
  EXPECT_EQ(picked(with_any({0, 0, 0, 0, 0, 0.8F, 0.4F, 0.9F, 0.2F, 0})).size(), 2U);
  EXPECT_EQ(picked(with_any({0, 0, 0, 0, 0, 0.8F, 0.9F, 0.2F, 0, 0})).size(), 1U);
}

TEST(StrokePicker, AStrokeThatNoVoiceIsSureOfGoesToTheLikeliest) {
  std::vector<NetFrame> frames = with_any({0, 0, 0, 0, 0, 0, 0.9F, 0, 0});
  frames[6].voices = {};
  frames[6].voices[4] = 0.2F;
  const std::vector<PickedStroke> strokes = picked(frames);
  ASSERT_EQ(strokes.size(), 1U);
  EXPECT_EQ(strokes[0].voices[4], 0.2F);
}

TEST(StrokePicker, TheSecondDrumOfAnAttackMayFallOnTheNextFrame) {
  std::vector<NetFrame> frames = with_any({0, 0, 0, 0, 0, 0, 0.9F, 0.6F, 0});
  frames[7].voices[0] = 0.8F;
  const std::vector<PickedStroke> strokes = picked(frames);
  ASSERT_EQ(strokes.size(), 1U);
  EXPECT_GT(strokes[0].voices[0], 0);
  EXPECT_GT(strokes[0].voices[1], 0);
}

// A kick, and 12 ms later a hat: the hat's first traces beside the kick are not a hat.
TEST(StrokePicker, ADrumBelongsToOneOfTwoCloseAttacks) {
  std::vector<NetFrame> frames = with_any({0, 0, 0, 0, 0, 0, 0.9F, 0.3F, 0.9F, 0.1F});
  for (NetFrame& frame : frames) frame.voices = {};
  frames[6].voices[0] = 0.9F;
  frames[7].voices[3] = 0.6F;
  frames[8].voices[3] = 0.9F;
  const std::vector<PickedStroke> strokes = picked(frames);
  ASSERT_EQ(strokes.size(), 2U);
  EXPECT_EQ(strokes[0].voices[3], 0);
  EXPECT_GT(strokes[0].voices[0], 0);
  EXPECT_GT(strokes[1].voices[3], 0);
}

// A ride, and .6 of a hat: 1.2 times its threshold.
TEST(StrokePicker, ASecondCymbalNeedsMoreWhereTheRulesSaySo) {
  std::vector<NetFrame> frames = with_any({0, 0, 0, 0, 0, 0, 0.9F, 0, 0});
  frames[6].voices = {};
  frames[6].voices[9] = 0.9F;
  const auto told = [&](std::size_t second, float probability, float rule) {
    std::vector<NetFrame> played = frames;
    played[6].voices[second] = probability;
    StrokePicker picker(halves(), 0.5, {.second_metal = rule});
    std::optional<PickedStroke> stroke;
    for (const NetFrame& frame : played) {
      if (const auto one = picker.push(frame)) stroke = one;
    }
    EXPECT_GT(stroke->voices[9], 0);
    EXPECT_EQ(stroke->said[second], probability);
    EXPECT_EQ(stroke->shares[second], probability / 0.5F);
    return stroke->voices[second] > 0;
  };
  EXPECT_TRUE(told(3, 0.6F, 1));
  EXPECT_FALSE(told(3, 0.6F, 1.4F));
  EXPECT_FALSE(told(11, 0.6F, 1.4F));
  EXPECT_TRUE(told(3, 0.8F, 1.4F));
  EXPECT_TRUE(told(5, 0.6F, 1.4F));  // the foot's hat
  EXPECT_TRUE(told(1, 0.6F, 1.4F));  // a snare
}

TEST(StrokePicker, AHatIsOpenOrClosedNotBoth) {
  std::vector<NetFrame> frames = with_any({0, 0, 0, 0, 0, 0, 0.9F, 0, 0});
  frames[6].voices = {};
  frames[6].voices[3] = 0.9F;
  frames[6].voices[4] = 0.7F;
  const std::vector<PickedStroke> strokes = picked(frames);
  ASSERT_EQ(strokes.size(), 1U);
  EXPECT_EQ(strokes[0].voices[3], 0.9F);
  EXPECT_EQ(strokes[0].voices[4], 0);
}

TEST(StrokePicker, APromptIsTheRiseOverTheThresholdOncePerStroke) {
  StrokePicker picker(halves(), 0.5);
  std::vector<int> told;
  const float struck[] = {0, 0.2F, 0.7F, 0.9F, 0.8F, 0.3F, 0.6F, 0};
  for (int f = 0; f < 8; ++f) {
    if (picker.prompt({.struck = struck[f]})) told.push_back(f);
  }
  EXPECT_EQ(told, (std::vector<int>{2, 6}));
}

}  // namespace
}  // namespace firstchair::ear
