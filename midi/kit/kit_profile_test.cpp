#include "midi/kit/kit_profile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "midi/kit/kit_json.h"
#include "midi/percussion.h"

namespace firstchair::midi {
namespace {

Voice voice_on(const char* id, int note) {
  const KitProfile* kit = builtin_kit(id);
  EXPECT_NE(kit, nullptr) << id;
  const KitPad pad = kit == nullptr ? KitPad{} : kit->pads[static_cast<std::size_t>(note)];
  EXPECT_EQ(pad.is, KitPad::Is::stroke) << id << " " << note;
  return pad.voice;
}

TEST(KitProfile, TheUsualOneIsTheMapOfPercussion) {
  for (int note = 0; note < 128; ++note) {
    const KitPad& pad = usual_kit().pads[static_cast<std::size_t>(note)];
    const std::optional<Voice> voice = voice_of_note(static_cast<std::uint8_t>(note));
    EXPECT_EQ(pad.is == KitPad::Is::stroke, voice.has_value()) << note;
    EXPECT_EQ(pad.voice, voice.value_or(Voice::pad)) << note;
  }
}

// All of data/kits is there, each with its source; a file that cannot be read would be missing.
TEST(KitProfile, EveryBuiltInOneIsReadAndNamesItsSource) {
  std::set<std::string> ids;
  for (const KitProfile& kit : builtin_kits()) {
    ids.insert(kit.id);
    EXPECT_GT(kit.source.size(), 20u) << kit.id;
    EXPECT_FALSE(kit.name.empty());
    const Result<KitProfile> again = read_kit(write_kit(kit));
    ASSERT_TRUE(again) << kit.id << ": " << again.error().line();
    EXPECT_EQ(*again, kit);
    const auto has = [&](Family family) {
      return std::any_of(kit.pads.begin(), kit.pads.end(), [&](const KitPad& pad) {
        return pad.is == KitPad::Is::stroke && family_of(pad.voice) == family;
      });
    };
    for (const Family family : {Family::kick, Family::snare, Family::hat, Family::tom, Family::cymbal})
      EXPECT_TRUE(has(family)) << kit.id << " " << id_of(family);
  }
  EXPECT_EQ(ids, (std::set<std::string>{"addictive-drums", "alesis", "bfd", "efnote", "ezdrummer",
                                        "general-midi", "groovescribe", "roland-td", "ssd",
                                        "superior-drummer", "yamaha-dtx", "yamaha-dtxplorer"}));
}

// Where makers disagree: the numbers that give a wrong kit away.
TEST(KitProfile, MakersDisagreeWhereTheirManualsDo) {
  EXPECT_EQ(voice_on("roland-td", 59), Voice::ride);
  EXPECT_EQ(voice_on("yamaha-dtx", 59), Voice::crash);
  EXPECT_EQ(voice_on("yamaha-dtx", 52), Voice::ride);
  EXPECT_EQ(voice_on("yamaha-dtxplorer", 33), Voice::kick);
  EXPECT_EQ(voice_on("efnote", 54), Voice::crash);
  EXPECT_EQ(voice_on("alesis", 23), Voice::hat_open);
  EXPECT_EQ(voice_on("superior-drummer", 62), Voice::hat_closed);
  EXPECT_EQ(voice_on("addictive-drums", 62), Voice::ride);
  EXPECT_EQ(voice_on("addictive-drums", 49), Voice::hat_closed);
  EXPECT_EQ(voice_on("bfd", 24), Voice::kick);
  EXPECT_EQ(voice_on("ssd", 70), Voice::hat_open);
  EXPECT_EQ(voice_on("groovescribe", 21), Voice::snare);
}

TEST(KitProfile, AnIdIsSmallLettersDigitsAndHyphens) {
  EXPECT_TRUE(is_kit_id("td-17"));
  for (const char* bad : {"", "-a", "My", "a b", "a/b", "..", "ä"}) EXPECT_FALSE(is_kit_id(bad)) << bad;
  EXPECT_FALSE(is_kit_id(std::string(41, 'a')));
}

}  // namespace
}  // namespace firstchair::midi
