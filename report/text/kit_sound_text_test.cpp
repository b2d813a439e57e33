#include "report/text/kit_sound_text.h"

#include <gtest/gtest.h>

namespace firstchair::report {
namespace {

TEST(KitSoundText, ADrumsStrokesAreCountedWithThoseThatWereNoUse) {
  ear::DrumLearnt drum{.voice = Voice::hat_closed, .drum = {.strokes = 4}, .taken = {1000, 5000}};
  EXPECT_EQ(drum_learnt_text(drum), "  hat closed   4 strokes");
  drum.unlike = {3000};
  drum.clipped = {2000, 4000};
  EXPECT_EQ(drum_learnt_text(drum),
            "  hat closed   4 strokes; 2 too loud (clipped), left out; 1 unlike the others, left out");
  EXPECT_EQ(drum_learnt_text(drum, 1000),
            "  hat closed   4 strokes, 1.0 to 5.0 s; 2 too loud (clipped), left out: 2.0 to 4.0 s; 1 unlike "
            "the others, left out: 3.0 s");
  drum = {.voice = Voice::hat_closed, .soft = {1, 2, 3}};
  EXPECT_EQ(drum_learnt_text(drum),
            "  hat closed   not known: fewer than two clear strokes; 3 too soft, left out");
}

TEST(KitSoundText, ADrumThatSoundsAsAnotherOrWithOneIsDoubted) {
  ear::DrumLearnt drum{.voice = Voice::snare};
  EXPECT_EQ(drum_doubt_text(drum), "");
  drum.sounds_with = Family::hat;
  EXPECT_EQ(drum_doubt_text(drum), "A hat sounds with the strokes on the snare: strike every drum alone.");
  drum.sounds_as = Family::kick;
  EXPECT_EQ(drum_doubt_text(drum),
            "The strokes on the snare sound like a kick: check the order of the drums.");
}

TEST(KitSoundText, WhatWasStruckInVainAndWillNotBeToldIsSaid) {
  const std::vector<ear::DrumLearnt> learnt{{.voice = Voice::hat_closed, .drum = {.strokes = 4}},
                                            {.voice = Voice::hat_open},
                                            {.voice = Voice::snare}};
  EXPECT_EQ(lost_texts(learnt),
            std::vector<std::string>{"No hat open will be told with this kit's sound, since it was struck in "
                                     "vain: strike the kit again."});
}

TEST(KitSoundText, DrumsThatSoundAlikeAreNamed) {
  ear::KitSound kit;
  for (const Voice voice : {Voice::tom_mid, Voice::tom_low}) {
    ear::KitSound::Drum& drum = kit.drums[static_cast<std::size_t>(voice)];
    drum.strokes = 4;
    drum.spectrum[7] = 1;
  }
  EXPECT_EQ(alike_texts(kit),
            std::vector<std::string>{"tom mid and tom low sound alike here: one may be told for the other."});
}

}  // namespace
}  // namespace firstchair::report
