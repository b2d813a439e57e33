#include "report/text/kit_text.h"

#include <gtest/gtest.h>

namespace firstchair::report {
namespace {

using Texts = std::vector<std::string>;

TEST(KitText, SoundHasNone) {
  EXPECT_EQ(kit_texts(KitRead{}), Texts{});
}

TEST(KitText, HowItWasReadIsAlwaysSaid) {
  KitRead kit;
  kit.profile = "general-midi";
  kit.channel = 10;
  EXPECT_EQ(kit_texts(kit), Texts{"Kit: read as general-midi."});
  kit.choice = KitChoice::asked;
  EXPECT_EQ(kit_texts(kit), Texts{"Kit: read as general-midi, as asked for."});
  kit.choice = KitChoice::guessed;
  kit.why = "\"TD-17\" among the file's names";
  kit.channel = 1;
  kit.channel_guessed = true;
  EXPECT_EQ(kit_texts(kit),
            Texts{"Kit: read as general-midi, guessed from \"TD-17\" among the file's names; channel "
                  "1, since channel 10 is silent."});
}

TEST(KitText, AnotherReadingIsOffered) {
  KitRead kit;
  kit.profile = "general-midi";
  kit.hint = "note 62 (128 strokes) is outside it: ssd reads it as hat";
  EXPECT_EQ(kit_texts(kit),
            Texts{"Kit: read as general-midi; note 62 (128 strokes) is outside it: ssd reads it as "
                  "hat. Choose one with --kit."});
}

TEST(KitText, WhatTheGateLeftOutIsCounted) {
  KitRead kit;
  kit.below_floor = 1;
  kit.retriggered = 32;
  EXPECT_EQ(kit_texts(kit), Texts{"Kit: 1 stroke below the floor of its pad, 32 second triggers; left out."});
}

TEST(KitText, WhatTheKitMadeItselfEndsWithWhatToDo) {
  KitRead kit;
  kit.made = {{Voice::hat_pedal, Voice::hat_closed, 32, 12.3, 18}, {Voice::snare, Voice::snare, 1, 24, 20}};
  EXPECT_EQ(kit_texts(kit),
            (Texts{"Kit: the hat foot triggers the hat (32 strokes, 12 ms after, velocity 18); left "
                   "out. Raise crosstalk cancelling, or learn the kit and name it with --kit.",
                   "Kit: the snare triggers twice (1 stroke, 24 ms after, velocity 20); left out. "
                   "Raise the pad's retrigger time, or learn the kit and name it with --kit."}));
}

TEST(KitText, AKitsSoundIsNamedAndWhetherItWasUsed) {
  Take take;
  take.source.kit_sound = KitSoundUsed{.name = "mine"};
  EXPECT_EQ(kit_texts(take), Texts{"Kit: heard as mine, whose drums were struck one by one."});
  take.source.kit_sound->used = false;
  EXPECT_EQ(kit_texts(take), Texts{"Kit: mine was not used: these drums do not sound like it. Strike the kit "
                                   "again where it stands now."});
}

TEST(KitText, APadThatMayBeLateByItselfIsToldWithHowToFindOut) {
  Take take;
  take.source.kit.profile = "general-midi";
  take.verdict.metrics.resize(2);
  take.verdict.metrics[0].line = Line::snare;
  take.verdict.metrics[0].value = 30;
  take.verdict.metrics[1].line = Line::kick;
  take.verdict.metrics[1].value = -30;
  EXPECT_EQ(kit_texts(take), Texts{"Kit: read as general-midi."});
  for (Metric& m : take.verdict.metrics) m.perhaps_kit = true;
  const Texts told = kit_texts(take);
  ASSERT_EQ(told.size(), 3u);
  EXPECT_EQ(told[1],
            "Kit: the snare may be late by itself. Strike it 12 times together with the kick, slowly: "
            "as far apart again, and it is the kit's.");
  EXPECT_EQ(told[2],
            "Kit: the kick may be early by itself. Strike it 12 times together with the snare, slowly: "
            "as far apart again, and it is the kit's.");
}

TEST(KitText, AProfilesNameFromOutsideStaysOnItsLine) {
  KitRead kit;
  kit.profile = "a\nb";
  EXPECT_EQ(kit_texts(kit), Texts{"Kit: read as a b."});
}

}  // namespace
}  // namespace firstchair::report
