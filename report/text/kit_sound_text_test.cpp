#include "report/text/kit_sound_text.h"

#include <gtest/gtest.h>

namespace firstchair::report {
namespace {

TEST(KitSoundText, ADrumsStrokesAreCountedWithThoseThatWereNoUse) {
  ear::DrumLearnt drum{.voice = Voice::hat_closed, .drum = {.strokes = 4, .spectrum = {}}, .sounds_as = {}};
  EXPECT_EQ(drum_learnt_text(drum), "  hat closed   4 strokes");
  drum.unlike = 1;
  drum.clipped = 2;
  EXPECT_EQ(drum_learnt_text(drum),
            "  hat closed   4 strokes; 2 too loud (clipped), left out; 1 unlike the others, left out");
  drum.drum.strokes = 0;
  drum.unlike = drum.clipped = 0;
  drum.soft = 3;
  EXPECT_EQ(drum_learnt_text(drum),
            "  hat closed   not known: fewer than two clear strokes; 3 too soft, left out");
}

TEST(KitSoundText, ADrumThatSoundsAsAnotherIsDoubted) {
  ear::DrumLearnt drum{.voice = Voice::snare, .drum = {}, .sounds_as = {}};
  EXPECT_EQ(drum_doubt_text(drum), "");
  drum.sounds_as = Family::kick;
  EXPECT_EQ(drum_doubt_text(drum),
            "The strokes on the snare sound like a kick: check the order of --strike.");
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
