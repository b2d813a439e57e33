#include "midi/percussion.h"

#include <gtest/gtest.h>

namespace firstchair::midi {
namespace {

TEST(Percussion, EveryVoiceComesBackFromItsNote) {
  for (int i = 0; i < kVoiceCount; ++i) {
    const Voice voice = static_cast<Voice>(i);
    EXPECT_EQ(voice_of_note(note_of_voice(voice)), voice == Voice::pad ? Voice::snare : voice)
        << id_of(voice);
  }
}

TEST(Percussion, KnowsTheZonesOfARolandTd11) {
  const struct {
    std::uint8_t note;
    Voice voice;
  } zones[] = {
      {36, Voice::kick},       {38, Voice::snare},      {40, Voice::snare},     {37, Voice::cross_stick},
      {48, Voice::tom_high},   {50, Voice::tom_high},   {45, Voice::tom_mid},   {47, Voice::tom_mid},
      {43, Voice::tom_low},    {58, Voice::tom_low},    {46, Voice::hat_open},  {26, Voice::hat_open},
      {42, Voice::hat_closed}, {22, Voice::hat_closed}, {44, Voice::hat_pedal}, {49, Voice::crash},
      {55, Voice::crash},      {57, Voice::crash},      {52, Voice::crash},     {51, Voice::ride},
      {59, Voice::ride},       {53, Voice::ride_bell}};
  for (const auto& zone : zones) EXPECT_EQ(voice_of_note(zone.note), zone.voice) << int{zone.note};
}

TEST(Percussion, KnowsTheHatNotesAlesisAdds) {
  EXPECT_EQ(voice_of_note(23), Voice::hat_open);
  EXPECT_EQ(voice_of_note(21), Voice::hat_pedal);
}

TEST(Percussion, WhatIsNotAKitIsNothing) {
  // high Q, clap, tambourine, cowbell, bongo, shaker, beyond the map, not a MIDI note
  for (const int note : {0, 27, 39, 54, 56, 60, 82, 127, 128, 255}) {
    EXPECT_EQ(voice_of_note(static_cast<std::uint8_t>(note)), std::nullopt) << note;
  }
}

}  // namespace
}  // namespace firstchair::midi
