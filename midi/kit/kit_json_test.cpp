#include "midi/kit/kit_json.h"

#include <gtest/gtest.h>

namespace firstchair::midi {
namespace {

KitProfile two_pads() {
  KitProfile kit;
  kit.id = "my-kit";
  kit.name = "Mine, \"the loud one\"";
  kit.source = "my ears\nand \\ hands";
  kit.words = {"Loud", "é"};
  kit.pads[36] = {.is = KitPad::Is::stroke, .voice = Voice::kick};
  kit.pads[42] = {.is = KitPad::Is::stroke, .voice = Voice::hat_closed, .floor = 19, .retrigger_ms = 31};
  kit.pads[58] = {.is = KitPad::Is::no_stroke};
  return kit;
}

std::string error_of(std::string_view text) {
  const Result<KitProfile> kit = read_kit(text);
  return kit ? "read" : kit.error().line();
}
// A profile whose notes are `notes`, from line 3 on.
std::string with_notes(const std::string& notes) {
  return "{\"format\": \"firstchair-kit\", \"format_version\": 1,\n\"id\": \"a\", \"notes\": [\n" + notes +
         "]}";
}

TEST(KitJson, WhatIsWrittenIsReadAsItWas) {
  const Result<KitProfile> kit = read_kit(write_kit(two_pads()));
  ASSERT_TRUE(kit) << kit.error().line();
  EXPECT_EQ(*kit, two_pads());
}

TEST(KitJson, EscapesStandForTheirLetters) {
  const Result<KitProfile> kit = read_kit(
      "{\"format\":\"firstchair-kit\",\"format_version\":1,\"id\":\"a\",\"name\":\"\\u00e9\\u20AC\\t\","
      "\"notes\":[{\"note\":36,\"voice\":\"kick\"}]}");
  ASSERT_TRUE(kit) << kit.error().line();
  EXPECT_EQ(kit->name, "é€\t");
}

TEST(KitJson, WhatIsNoProfileSaysWhatAndWhere) {
  const std::string advice = ". firstchair kit show NAME --json writes one that is right.";
  EXPECT_EQ(error_of(""), "line 1: a { is missing" + advice);
  EXPECT_EQ(error_of("{}"),
            "line 1: it does not say \"format\": \"firstchair-kit\", \"format_version\": 1" + advice);
  EXPECT_EQ(error_of("{\"take\": 1}"), "line 1: \"take\" is not known of a kit profile" + advice);
  EXPECT_EQ(error_of(with_notes("{\"note\": 128, \"voice\": \"kick\"}")),
            "line 3: \"note\" is not a whole number from 0 to 127" + advice);
  EXPECT_EQ(error_of(with_notes("{\"note\": 3.5, \"voice\": \"kick\"}")),
            "line 3: \"note\" is not a whole number from 0 to 127" + advice);
  EXPECT_EQ(
      error_of(with_notes("{\"note\": 36, \"voice\": \"kick\"},\n{\"note\": 36, \"voice\": \"snare\"}")),
      "line 4: note 36 stands there twice" + advice);
  EXPECT_EQ(error_of(with_notes("{\"note\": 36}")), "line 3: note 36 has no \"voice\"" + advice);
  EXPECT_EQ(error_of(with_notes("{\"note\": 36, \"voice\": \"gong\"}")).substr(0, 27),
            "line 3: \"gong\" is no voice:");
  EXPECT_EQ(error_of(with_notes("{\"note\": 58, \"voice\": \"none\"}")),
            "line 3: no note of it is a stroke" + advice);
  EXPECT_EQ(error_of(with_notes("{\"note\": 36, \"voice\": \"kick\"}") + "x"),
            "line 3: something stands behind the profile" + advice);
  EXPECT_EQ(error_of(with_notes("{\"note\": 51, \"voice\": \"ride\", \"voice\": \"none\"}")),
            "line 3: \"voice\" stands there twice" + advice);
  EXPECT_EQ(error_of("{\"id\": \"My Kit\"}"),
            "line 1: \"id\" is not 1 to 40 small letters, digits and hyphens" + advice);
  EXPECT_EQ(error_of("{\"name\": \"a\nb\"}"), "line 1: a text that does not end on its line" + advice);
}

TEST(KitJson, ALaterVersionIsRefusedAsSuch) {
  const Result<KitProfile> kit = read_kit("{\"format\": \"firstchair-kit\", \"format_version\": 2}");
  ASSERT_FALSE(kit);
  EXPECT_EQ(kit.error().code, ErrorCode::unsupported);
}

TEST(KitJson, WhatIsTooLargeIsNotReadAtAll) {
  const Result<KitProfile> kit = read_kit(std::string(1 << 17, ' '));
  ASSERT_FALSE(kit);
  EXPECT_EQ(kit.error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace firstchair::midi
