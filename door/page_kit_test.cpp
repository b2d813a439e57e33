#include "door/page_kit.h"

#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "midi/kit/kit_json.h"

namespace firstchair::door {
namespace {

constexpr std::array<std::string_view, 2> kKeys{"kit", "notes"};

Result<PageKit> kit_of(const std::string& settings) {
  return page_kit(*Settings::parse(settings, kKeys));
}

TEST(PageKit, WithoutAWishItIsTheUsualOne) {
  const Result<PageKit> kit = kit_of("");
  ASSERT_TRUE(kit);
  EXPECT_EQ(kit->profile, midi::usual_kit());
  EXPECT_EQ(read_by(*kit).profile, "general-midi");
  EXPECT_EQ(read_by(*kit).choice, KitChoice::usual);
}

TEST(PageKit, ABuiltInOneIsNamedAndOneOfOnesOwnIsGiven) {
  const Result<PageKit> named = kit_of("kit roland-td\n");
  ASSERT_TRUE(named) << named.error().line();
  EXPECT_EQ(read_by(*named).choice, KitChoice::asked);
  midi::KitProfile mine = midi::usual_kit();
  mine.id = "mine";
  mine.pads[42].floor = 19;
  std::string text = midi::write_kit(mine);
  for (char& c : text)
    if (c == '\n') c = ' ';
  const Result<PageKit> given = kit_of("kit " + text + "\n");
  ASSERT_TRUE(given) << given.error().line();
  EXPECT_EQ(given->profile, mine);
}

TEST(PageKit, NotesThatWereMappedByHandAreWhatGeneralMidiSays) {
  const Result<PageKit> kit = kit_of("kit addictive-drums\nnotes 62=42 12=36\n");
  ASSERT_TRUE(kit) << kit.error().line();
  EXPECT_EQ(kit->profile.pads[62].voice, Voice::hat_closed);
  EXPECT_EQ(kit->profile.pads[12].voice, Voice::kick);
  EXPECT_EQ(kit->profile.pads[49].voice, Voice::hat_closed);
}

TEST(PageKit, WhatIsNoKitIsRefused) {
  EXPECT_EQ(kit_of("kit td-99\n").error().line(), "kit: no kit profile \"td-99\". Choose one in Setup.");
  EXPECT_EQ(kit_of("kit {\n").error().line().rfind("kit profile: line 1: ", 0), 0u);
  for (const char* notes : {"62", "62=", "62=999", "62=42,63=42", "x=42", "62=56"})
    EXPECT_FALSE(kit_of("notes " + std::string(notes) + "\n")) << notes;
}

TEST(PageKit, StrokesTeachAProfile) {
  std::string text = "kit roland-td\nid mine\n\n";
  for (int i = 0; i < 12; ++i) {
    text += std::to_string(1000 * i) + ".25 38 " + std::to_string(30 + 6 * i) + "\n";
    if (i % 2 == 1) text += std::to_string(1000 * i + 24) + " 38 9\n";
  }
  const Result<std::string> told = kit_learnt_json(text);
  ASSERT_TRUE(told) << told.error().line();
  const nlohmann::json learnt = nlohmann::json::parse(*told);
  const Result<midi::KitProfile> kit = midi::read_kit(learnt["profile"].get<std::string>());
  ASSERT_TRUE(kit) << kit.error().line();
  EXPECT_EQ(kit->id, "mine");
  EXPECT_EQ(kit->pads[38].retrigger_ms, 26);
  EXPECT_EQ(learnt["lines"].size(), 1u);
}

TEST(PageKit, WhatIsNoStrokeIsRefused) {
  EXPECT_EQ(kit_learnt_json("id mine\n\n").error().line(),
            "kit: no stroke was played. Open MIDI, then hit every pad.");
  EXPECT_EQ(kit_learnt_json("id roland-td\n\n0 38 80\n").error().line(),
            "id: not a name for a kit of your own. Use small letters, digits and hyphens.");
  for (const char* stroke : {"0 38", "0 38 0", "0 128 80", "x 38 80", "0 38 80 1", "10 38 80\n9 38 80"})
    EXPECT_FALSE(kit_learnt_json("id mine\n\n" + std::string(stroke) + "\n")) << stroke;
}

}  // namespace
}  // namespace firstchair::door
