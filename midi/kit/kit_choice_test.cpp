#include "midi/kit/kit_choice.h"

#include <gtest/gtest.h>

#include <utility>

namespace firstchair::midi {
namespace {

using Strokes = std::vector<std::pair<int, int>>;  // number, how often

NotesHeard on(int channel, const Strokes& strokes, NotesHeard heard = {}) {
  for (const auto& [number, n] : strokes)
    heard.strokes[static_cast<std::size_t>(channel - 1)][static_cast<std::size_t>(number)] = n;
  return heard;
}

std::string chosen(const NotesHeard& heard, const KitProfile* asked = nullptr) {
  const Result<KitChosen> kit = choose_kit(heard, asked);
  if (!kit) return kit.error().line();
  return kit->kit->id + " " + std::to_string(kit->channel + 1) +
         (kit->read.why.empty() ? "" : " " + kit->read.why);
}

const Strokes kRock{{36, 32}, {38, 32}, {42, 128}};

TEST(KitChoice, ChannelTenIsTheDrumsWheneverItHasANote) {
  EXPECT_EQ(chosen(on(1, kRock, on(10, {{56, 1}}))), "general-midi 10");
}

// Kick, snare and hat with a tambourine on every fourth stroke: 48 of 64 strokes are of the kit.
TEST(KitChoice, ATambourineAmongTheDrumsIsPercussionToo) {
  EXPECT_EQ(chosen(on(1, {{36, 8}, {38, 8}, {42, 32}, {54, 16}})), "general-midi 1");
}

// A bass line on 36, 38 and 40 is made of the numbers of kick and snare, but it has no hat.
TEST(KitChoice, ABassIsNoKitHoweverManyNotesItHas) {
  const NotesHeard both = on(2, {{36, 480}, {38, 480}, {40, 320}}, on(1, kRock));
  EXPECT_EQ(chosen(both), "general-midi 1");
  EXPECT_EQ(chosen(on(1, {{36, 48}, {38, 48}, {40, 32}}, on(2, kRock))), "general-midi 2");
}

// Of 53 pieces without drums 24 had a part like one of these, which was read as a kit.
TEST(KitChoice, MelodiesAmongTheNumbersOfAKitAreNoDrums) {
  const Strokes bass{{36, 6}, {38, 12}, {40, 12}, {41, 20}, {43, 26}, {45, 12}, {42, 4}, {46, 4}};
  const Strokes no_kick{{38, 2}, {42, 24}, {44, 213}, {45, 90}, {47, 200}, {48, 148}};
  const Strokes six_notes{{36, 1}, {38, 1}, {42, 2}, {45, 1}, {47, 1}};
  for (const Strokes& part : {bass, no_kick, six_notes}) {
    EXPECT_TRUE(chosen(on(3, part)).starts_with("no percussion in it")) << part.size();
    EXPECT_EQ(chosen(on(3, part), &usual_kit()), "general-midi 3");  // who names the kit knows
  }
  EXPECT_EQ(chosen(on(1, {{38, 64}})), "general-midi 1");  // a pad
}

TEST(KitChoice, AChannelThatIsSetToAMelodicInstrumentIsNoDrums) {
  NotesHeard heard = on(2, kRock);
  EXPECT_EQ(chosen(heard), "general-midi 2");
  heard.melodic = 1 << 1;
  EXPECT_TRUE(chosen(heard).starts_with("no percussion in it"));
  EXPECT_EQ(chosen(heard, &usual_kit()), "general-midi 2");
  Smf smf;
  const auto event = [&](std::uint8_t status, std::uint8_t data1, std::uint8_t data2) {
    smf.events.push_back({.tick = 0, .status = status, .data1 = data1, .data2 = data2, .text = {}});
  };
  event(0xC0, 0, 0);    // a piano, as every program begins
  event(0xC1, 33, 0);   // a bass
  event(0xB2, 0, 120);  // a bank of drums
  event(0xC2, 25, 0);
  EXPECT_EQ(NotesHeard::of(smf).melodic, 1 << 1);
}

TEST(KitChoice, APianoIsNoPercussion) {
  Strokes scale;
  for (int note = 40; note < 80; ++note) scale.push_back({note, 4});
  EXPECT_EQ(
      chosen(on(1, scale)),
      "no percussion in it: channel 10 is silent, and no other channel looks like drums. Put the drums on "
      "channel 10, or name their note map with --kit.");
}

TEST(KitChoice, ANameInTheFileGivesItsKitAway) {
  NotesHeard heard = on(10, {{36, 32}, {38, 32}, {49, 128}});
  EXPECT_EQ(chosen(heard), "general-midi 10");
  heard.names = "Track 1\nAddictive Drums 2\n";
  EXPECT_EQ(chosen(heard), "addictive-drums 10 \"Addictive Drums\" among the file's names");
  heard.names = "dtxplorer\n";
  EXPECT_EQ(chosen(heard), "general-midi 10");  // it has no 36
}

// 62 is the hat to three makers and the ride to one: nobody can know.
TEST(KitChoice, WhereMakersReadANoteDifferentlyTheirNamesAreToldAndNothingIsGuessed) {
  const Result<KitChosen> kit = choose_kit(on(10, {{36, 32}, {38, 32}, {62, 128}}), nullptr);
  ASSERT_TRUE(kit);
  EXPECT_EQ(kit->read.choice, KitChoice::usual);
  EXPECT_EQ(kit->read.hint,
            "note 62 (128 strokes) is outside it: addictive-drums reads it as ride, ezdrummer, ssd and "
            "superior-drummer as hat");
}

// Both of Toontrack's samplers have a closed hat on 11, and nobody else has anything.
TEST(KitChoice, WhereAllWhoKnowANoteReadItAlikeItIsGuessed) {
  const NotesHeard heard = on(10, {{36, 32}, {38, 32}, {11, 128}});
  EXPECT_EQ(chosen(heard), "ezdrummer 10 note 11 (128 strokes)");
}

// Rim, claves, congas and bongos of a rumba: read as a sampler's, half of it were snares and toms.
TEST(KitChoice, ChannelTenOfAnArrangementIsGeneralMidi) {
  const Strokes rumba{{69, 64}, {35, 32}, {42, 32}, {75, 23}, {37, 20}, {64, 19},
                      {63, 17}, {70, 12}, {62, 10}, {61, 9},  {60, 2}};
  NotesHeard heard = on(10, rumba);
  EXPECT_TRUE(chosen(heard).starts_with("ezdrummer 10")) << chosen(heard);
  heard = on(9, {{36, 40}}, heard);
  EXPECT_TRUE(chosen(heard).starts_with("ezdrummer 10"));  // a channel that is set to nothing
  heard.melodic = 1 << 9;                                  // the drums' own number of a kit
  EXPECT_TRUE(chosen(heard).starts_with("ezdrummer 10"));
  heard.melodic |= 1 << 8;
  EXPECT_EQ(chosen(heard), "general-midi 10");
}

TEST(KitChoice, CongasBesideAWholeKitAreNoReasonToGuess) {
  EXPECT_EQ(chosen(on(10, {{36, 32}, {38, 32}, {42, 128}, {62, 60}, {63, 20}})), "general-midi 10");
}

TEST(KitChoice, WhatWasAskedForReadsTheFile) {
  const NotesHeard heard = on(3, {{36, 32}, {38, 32}, {62, 128}});
  const Result<KitChosen> kit = choose_kit(heard, builtin_kit("superior-drummer"));
  ASSERT_TRUE(kit) << kit.error().line();
  EXPECT_EQ(kit->read.profile, "superior-drummer");
  EXPECT_EQ(kit->read.choice, KitChoice::asked);
  EXPECT_EQ(kit->read.channel, 3);
  EXPECT_TRUE(kit->read.channel_guessed);
}

TEST(KitChoice, AFileOfOursIsGeneralMidiWhateverItIsCalled) {
  Smf smf;
  smf.events = {
      {0, 0xFF, 0x01, 0, "firstchair chart"}, {0, 0xFF, 0x03, 0, "Addictive Drums"}, {0, 0x99, 49, 80, {}}};
  EXPECT_EQ(NotesHeard::of(smf).names, "");
  smf.events.erase(smf.events.begin());
  EXPECT_EQ(NotesHeard::of(smf).names, "Addictive Drums\n");
}

}  // namespace
}  // namespace firstchair::midi
