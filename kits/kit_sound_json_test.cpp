#include "kits/kit_sound_json.h"

#include <gtest/gtest.h>

namespace firstchair::kits {
namespace {

ear::KitSound two_drums() {
  ear::KitSound kit{.name = "my-kit", .ear = "file-ear-0123456789abcdef.weights", .drums = {}};
  for (const Voice voice : {Voice::kick, Voice::crash}) {
    ear::KitSound::Drum& drum = kit.drums[static_cast<std::size_t>(voice)];
    drum.strokes = 4;
    const std::size_t low = voice == Voice::kick ? 0 : 30;
    for (std::size_t b = 0; b < 20; ++b) drum.spectrum[low + b] = 50000.0F / 1e6F;
  }
  return kit;
}

std::string error_of(const std::string& text) {
  const Result<ear::KitSound> kit = read_kit_sound(text);
  return kit ? "read" : kit.error().line();
}

std::string with(std::string text, const std::string& what, const std::string& instead) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), instead);
}

TEST(KitSoundJson, WhatIsWrittenIsReadAsItWas) {
  const Result<ear::KitSound> kit = read_kit_sound(write_kit_sound(two_drums()));
  ASSERT_TRUE(kit) << kit.error().line();
  EXPECT_EQ(*kit, two_drums());
}

TEST(KitSoundJson, WhatIsNoneSaysWhatAndWhere) {
  const std::string whole = write_kit_sound(two_drums()),
                    advice = ". firstchair kit learn NAME --strike DRUMS makes one.";
  EXPECT_EQ(error_of(""), "line 1: a { is missing" + advice);
  EXPECT_EQ(error_of(with(whole, "\"format_version\": 1", "\"format_version\": 2")),
            "line 3: a kit's sound of a newer firstchair" + advice);
  EXPECT_EQ(error_of(with(whole, "firstchair-kit-sound", "firstchair-kit")).substr(0, 30),
            "line 17: it does not say \"form");
  EXPECT_EQ(error_of(with(whole, "\"crash\"", "\"kick\"")), "line 14: kick stands there twice" + advice);
  EXPECT_EQ(error_of(with(whole, "\"crash\"", "\"gong\"")), "line 11: \"gong\" is no drum" + advice);
  EXPECT_EQ(error_of(with(whole, "[50000", "[50101")),
            "line 10: the spectrum of kick is not 56 millionths that add up to a million" + advice);
  EXPECT_EQ(error_of(with(whole, "[50000, ", "[")),
            "line 10: the spectrum of kick is not 56 millionths that add up to a million" + advice);
  const std::string part = "\"spectrum\" is not a whole number from 0 to 999999";
  for (const char* number :
       {"99999999999999999999", "-50000", "NaN", "1e5", "50000.0", "null", "\"50000\""}) {
    EXPECT_EQ(error_of(with(whole, "[50000", std::string("[") + number)), "line 7: " + part + advice)
        << number;
  }
  EXPECT_EQ(error_of(with(whole, "\"strokes\": 4", "\"strokes\": 4, \"strokes\": 4")),
            "line 7: \"strokes\" stands there twice" + advice);
  EXPECT_EQ(error_of(with(whole, "\"id\"", "\"id\": \"a\", \"id\"")),
            "line 4: \"id\" stands there twice" + advice);
  EXPECT_EQ(error_of(std::string(70000, ' ')), "a kit's sound of over 64 KiB. Name a kit's sound.");
}

// Whatever is cut or changed is refused, or is another whole kit's sound.
TEST(KitSoundJson, DamageIsRefusedOrIsAnotherKit) {
  const std::string whole = write_kit_sound(two_drums());
  for (std::size_t length = 0; length + 2 < whole.size(); ++length)
    EXPECT_FALSE(read_kit_sound(whole.substr(0, length))) << length;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string other = whole;
    other[at] = static_cast<char>(other[at] ^ 1);
    const Result<ear::KitSound> kit = read_kit_sound(other);
    if (!kit) continue;
    EXPECT_EQ(*read_kit_sound(write_kit_sound(*kit)), *kit) << at;
  }
}

}  // namespace
}  // namespace firstchair::kits
