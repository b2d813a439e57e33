#include "engine/ear/kit_sound_learn.h"

#include <gtest/gtest.h>

#include "engine/ear/struck_kit_test.h"

namespace firstchair::ear {
namespace {

const std::vector<Voice> kThree{Voice::kick, Voice::snare, Voice::hat_closed};

Frames at(double seconds) {
  return static_cast<Frames>(seconds * kStruckRate);
}

// A stroke without sound: its spectrum has all power in one band and the next.
LoneStroke made(double seconds, std::size_t band, float level_db = -12) {
  LoneStroke stroke{.frame = at(seconds), .level_db = level_db};
  stroke.spectrum[band] = 0.7F;
  stroke.spectrum[band + 1] = 0.3F;
  return stroke;
}

std::vector<LoneStroke> made(std::initializer_list<double> seconds, std::size_t band = 3) {
  std::vector<LoneStroke> strokes;
  for (const double at : seconds) strokes.push_back(made(at, band));
  return strokes;
}

TEST(KitSoundLearn, EveryStrokeOnEveryDrumIsHeardWhateverTheBlockSize) {
  const std::vector<float> sound = struck_drums(kThree);
  const std::vector<LoneStroke> strokes = lone_strokes_of(sound);
  ASSERT_EQ(strokes.size(), 12U);
  const std::vector<LoneStroke> again = lone_strokes_of(sound, 777);
  ASSERT_EQ(again.size(), strokes.size());
  for (std::size_t s = 0; s < strokes.size(); ++s) {
    EXPECT_EQ(again[s].frame, strokes[s].frame);
    EXPECT_EQ(again[s].spectrum, strokes[s].spectrum);
  }
  const KitSound kit = struck_kit(kThree);
  for (const Voice voice : kThree) EXPECT_GE(kit.drums[static_cast<std::size_t>(voice)].strokes, 3);
  EXPECT_TRUE(check_kit_sound(kit));
  EXPECT_TRUE(alike_drums(kit).empty());
}

TEST(KitSoundLearn, PausesPartDrumsWhoseStrokesAreNotOfOneNumber) {
  const auto runs = by_drums(made({1, 2, 3, 7, 8, 9, 10, 11, 16, 17}), 3, kStruckRate);
  ASSERT_TRUE(runs) << runs.error().line();
  ASSERT_EQ(runs->size(), 3U);
  EXPECT_EQ((*runs)[0].size(), 3U);
  EXPECT_EQ((*runs)[1].size(), 5U);
  EXPECT_EQ((*runs)[2].size(), 2U);
}

TEST(KitSoundLearn, EvenStrokesArePartedByTheirNumber) {
  const auto runs = by_drums(made({1, 2, 3, 4, 5, 6, 7, 8}), 2, kStruckRate);
  ASSERT_TRUE(runs) << runs.error().line();
  ASSERT_EQ(runs->size(), 2U);
  EXPECT_EQ((*runs)[1].front().frame, static_cast<Frames>(5 * kStruckRate));
}

TEST(KitSoundLearn, WhatNeitherPausesNorNumbersPartSaysWhatToDo) {
  const auto runs = by_drums(made({1, 2, 3, 4, 5, 6, 7}), 2, kStruckRate);
  ASSERT_FALSE(runs);
  EXPECT_EQ(
      runs.error().line(),
      "the 7 strokes heard are not 2 drums: no pauses part them, and no equal numbers. Strike every drum "
      "four times, a second apart, and wait three seconds before the next.");
  EXPECT_FALSE(by_drums({}, 2, kStruckRate));
  EXPECT_FALSE(by_drums(made({1}), 2, kStruckRate));
}

TEST(KitSoundLearn, ClippedSoftAndUnlikeStrokesDoNotCountAndAreTold) {
  std::vector<LoneStroke> strokes = made({1, 2, 3, 4});
  strokes.push_back(made(5, 3, 0));    // clipped
  strokes.push_back(made(6, 3, -70));  // too soft
  strokes.push_back(made(7, 40));      // the rim of another drum
  const DrumLearnt learnt = learn_drum(Voice::snare, strokes);
  EXPECT_EQ(learnt.drum.strokes, 4);
  EXPECT_EQ(learnt.clipped, std::vector{at(5)});
  EXPECT_EQ(learnt.soft, std::vector{at(6)});
  EXPECT_EQ(learnt.unlike, std::vector{at(7)});
  EXPECT_EQ(learnt.taken, (std::vector{at(1), at(2), at(3), at(4)}));
  EXPECT_EQ(learnt.drum.spectrum, made(1, 3).spectrum);
  EXPECT_EQ(learn_drum(Voice::snare, made({1})).drum.strokes, 0);
}

TEST(KitSoundLearn, AlikeDrumsAreNamedAndOneDrumAloneIsNoKit) {
  KitSound kit{.ear = "x", .drums = {}};
  const auto put = [&](Voice voice, std::size_t band) {
    kit.drums[static_cast<std::size_t>(voice)] = learn_drum(voice, made({1, 2, 3, 4}, band)).drum;
  };
  EXPECT_FALSE(check_kit_sound(kit));
  put(Voice::tom_mid, 3);
  EXPECT_FALSE(check_kit_sound(kit));
  put(Voice::tom_low, 3);
  put(Voice::snare, 20);
  EXPECT_TRUE(check_kit_sound(kit));
  const std::vector<AlikeDrums> alike = alike_drums(kit);
  ASSERT_EQ(alike.size(), 1U);
  EXPECT_EQ(alike[0].one, Voice::tom_mid);
  EXPECT_EQ(alike[0].other, Voice::tom_low);
}

float& said(LoneStroke& stroke, Voice voice) {
  return stroke.said[static_cast<std::size_t>(voice)];
}

// Hats that were struck where --strike says snare: the net is not sure of each, but of all of them.
TEST(KitSoundLearn, ADrumThatSoundsLikeAnotherIsDoubted) {
  std::vector<LoneStroke> strokes = made({1, 2, 3, 4});
  for (LoneStroke& stroke : strokes) {
    said(stroke, Voice::hat_closed) = 0.7F;
    said(stroke, Voice::snare) = 0.15F;
  }
  said(strokes[2], Voice::snare) = 0.6F;
  EXPECT_EQ(learn_drum(Voice::snare, strokes).sounds_as, Family::hat);
  EXPECT_EQ(learn_drum(Voice::snare, strokes).drum.strokes, 4);
  EXPECT_EQ(learn_drum(Voice::hat_open, strokes).sounds_as, std::nullopt);
  for (LoneStroke& stroke : strokes) said(stroke, Voice::snare) = 0.4F;
  EXPECT_EQ(learn_drum(Voice::snare, strokes).sounds_as, std::nullopt);
}

TEST(KitSoundLearn, TwoDrumsStruckAtOnceAreDoubted) {
  std::vector<LoneStroke> strokes = made({1, 2, 3, 4});
  for (LoneStroke& stroke : strokes) said(stroke, Voice::kick) = said(stroke, Voice::hat_closed) = 0.8F;
  EXPECT_EQ(learn_drum(Voice::hat_closed, strokes).sounds_with, Family::kick);
  EXPECT_EQ(learn_drum(Voice::kick, strokes).sounds_with, Family::hat);
  said(strokes[3], Voice::kick) = 0.5F;
  EXPECT_EQ(learn_drum(Voice::hat_closed, strokes).sounds_with, std::nullopt);
}

// Two kicks that a long pause put to the snare:  k k ......... k k s s s s
TEST(KitSoundLearn, StrokesOfAnotherFamilyAmongThoseOfADrumAreLeftOut) {
  std::vector<LoneStroke> strokes = made({11, 12, 15, 16, 17, 18});
  for (std::size_t s = 0; s < strokes.size(); ++s)
    said(strokes[s], s < 2 ? Voice::kick : Voice::snare) = 0.9F;
  const DrumLearnt learnt = learn_drum(Voice::snare, strokes);
  EXPECT_EQ(learnt.unlike, (std::vector{at(11), at(12)}));
  EXPECT_EQ(learnt.drum.strokes, 4);
  EXPECT_EQ(learnt.sounds_as, std::nullopt);
}

// A pedalled hat is 35 dB softer than the crash.
TEST(KitSoundLearn, ADrumFarSofterThanTheOthersIsFound) {
  std::vector<LoneStroke> strokes = made({1, 2, 3, 4});
  for (const double seconds : {8.0, 9.0, 10.0, 11.0}) strokes.push_back(made(seconds, 40, -45));
  strokes.push_back(made(14, 40, -80));  // no stroke
  for (int s = 0; s < 4; ++s) strokes[static_cast<std::size_t>(s)].level_db = -10;
  const auto runs = by_drums(strokes, 2, kStruckRate);
  ASSERT_TRUE(runs) << runs.error().line();
  EXPECT_EQ((*runs)[0].size(), 4U);
  EXPECT_EQ((*runs)[1].size(), 4U);
}

TEST(KitSoundLearn, StrokesThatPausesPartIntoOtherNumbersSaySo) {
  const auto runs = by_drums(made({1, 2, 3, 4, 8, 9, 10, 11}), 3, kStruckRate);
  ASSERT_FALSE(runs);
  EXPECT_EQ(runs.error().what, "the 8 strokes heard are not 3 drums: pauses part them into 4 + 4");
}

TEST(KitSoundLearn, WhatWasStruckInVainIsLostWhereItsInstrumentIsKnown) {
  std::vector<DrumLearnt> learnt{learn_drum(Voice::hat_closed, made({1, 2, 3, 4})),
                                 learn_drum(Voice::hat_open, made({1})), learn_drum(Voice::snare, made({1}))};
  EXPECT_EQ(lost_voices(learnt), std::vector{Voice::hat_open});
}

TEST(KitSoundLearn, NoClearStrokeSaysWhetherToTurnDownOrUp) {
  std::vector<LoneStroke> strokes = made({1, 2, 3});
  for (LoneStroke& stroke : strokes) stroke.level_db = 0;
  EXPECT_EQ(check_kit_sound({}, std::vector{learn_drum(Voice::kick, strokes)}).error().advice,
            "Turn the input down, and strike them again");
  for (LoneStroke& stroke : strokes) stroke.level_db = -60;
  EXPECT_EQ(check_kit_sound({}, std::vector{learn_drum(Voice::kick, strokes)}).error().advice,
            "Record it closer or louder");
}

TEST(KitSoundLearn, AnotherEarsSoundIsRefused) {
  EXPECT_TRUE(check_ear({.ear = "x"}, "x"));
  EXPECT_FALSE(check_ear({.ear = "x"}, "y"));
}

}  // namespace
}  // namespace firstchair::ear
