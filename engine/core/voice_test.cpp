#include "engine/core/voice.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>
#include <vector>

namespace firstchair {
namespace {

TEST(Voices, EveryIdIsUniqueAndReadsBack) {
  std::set<std::string_view> seen;
  for (int i = 0; i < kVoiceCount; ++i) {
    const Voice voice = static_cast<Voice>(i);
    EXPECT_TRUE(seen.insert(id_of(voice)).second) << id_of(voice);
    EXPECT_EQ(voice_from_id(id_of(voice)), voice);
  }
  EXPECT_FALSE(voice_from_id("cowbell"));
}

// A book holds a stroke's voice by its number: a new voice takes the next one, and none moves.
TEST(Voices, KeepTheNumbersThatBooksHold) {
  const std::vector<std::string_view> ids{"kick",      "snare",    "cross_stick", "hat_closed", "hat_open",
                                          "hat_pedal", "tom_high", "tom_mid",     "tom_low",    "ride",
                                          "ride_bell", "crash",    "pad"};
  for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(id_of(static_cast<Voice>(i)), ids[i]);
}

TEST(Voices, LinesAndFamiliesAgree) {
  for (int i = 0; i < kVoiceCount; ++i) {
    const Voice voice = static_cast<Voice>(i);
    EXPECT_EQ(family_of(line_of(voice)), family_of(voice)) << id_of(voice);
  }
  for (int i = 0; i < kFamilyCount; ++i) {
    EXPECT_EQ(family_of(voice_of(static_cast<Family>(i))), static_cast<Family>(i));
  }
}

TEST(Voices, MatchingNeverClaimsMoreThanTheSourceCanTell) {
  EXPECT_FALSE(same_voice(Voice::hat_closed, Voice::hat_open, VoiceDetail::voice));
  EXPECT_TRUE(same_voice(Voice::hat_closed, Voice::hat_open, VoiceDetail::family));
  EXPECT_FALSE(same_voice(Voice::hat_closed, Voice::ride, VoiceDetail::family));
  EXPECT_TRUE(same_voice(Voice::hat_closed, Voice::kick, VoiceDetail::none));
  EXPECT_TRUE(
      same_voice(Voice::snare, Voice::pad, VoiceDetail::voice));  // a rudiment may be played on any drum
}

}  // namespace
}  // namespace firstchair
