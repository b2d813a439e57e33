#include "door/page_strikes.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "door/page_again.h"
#include "engine/ear/struck_kit_test.h"
#include "engine/session.h"

namespace firstchair::door {
namespace {

using nlohmann::json;

const std::vector<Voice> kTwo{Voice::kick, Voice::hat_closed};
constexpr const char* kSettings = "rate 44100\nid mine\ndrums kick hat_closed\n";

json close(PageStrikes& strikes) {
  return json::parse(strikes.close_json());
}

TEST(PageStrikes, LiveTheyAskForEachDrumInTurnAndTellWhatWasLearnt) {
  Result<PageStrikes> strikes = PageStrikes::make(kSettings);
  ASSERT_TRUE(strikes) << strikes.error().line();
  EXPECT_EQ(json::parse(strikes->told_json()),
            json::parse(R"({"drum": "kick", "clear": 0, "of": 4, "lines": []})"));
  const std::vector<float> sound = ear::struck_drums(kTwo);
  std::vector<std::string> asked, lines;
  for (std::size_t at = 0; at < sound.size(); at += 4096) {
    strikes->push(std::span(sound).subspan(at, std::min<std::size_t>(4096, sound.size() - at)));
    const json told = json::parse(strikes->told_json());
    if (told["drum"].is_string() && (asked.empty() || asked.back() != told["drum"].get<std::string>()))
      asked.push_back(told["drum"].get<std::string>());
    for (const json& line : told["lines"]) lines.push_back(line.get<std::string>());
  }
  EXPECT_EQ(asked, (std::vector<std::string>{"kick", "hat closed"}));
  EXPECT_EQ(lines.front(), "kick: learnt.");
  const json learnt = close(*strikes);
  ASSERT_TRUE(learnt["sound"].is_string()) << learnt;
  const Result<ear::KitSound> kit = read_page_kit_sound(learnt["sound"].get<std::string>());
  ASSERT_TRUE(kit) << kit.error().line();
  EXPECT_EQ(kit->name, "mine");
  EXPECT_EQ(learnt["lines"][0].get<std::string>().rfind("kick ", 0), 0U);
  EXPECT_EQ(json::parse(kit_sound_json(*kit))["sound"], learnt["sound"]);
}

TEST(PageStrikes, ARecordingOfThemIsTheSameKitAndSaysTheSeconds) {
  const std::vector<float> sound = ear::struck_drums(kTwo);
  Result<PageStrikes> strikes = PageStrikes::make(std::string(kSettings) + "recording 1\n");
  ASSERT_TRUE(strikes) << strikes.error().line();
  for (std::size_t at = 0; at < sound.size(); at += 65536)
    strikes->push(std::span(sound).subspan(at, std::min<std::size_t>(65536, sound.size() - at)));
  const json learnt = close(*strikes);
  ASSERT_TRUE(learnt["sound"].is_string()) << learnt;
  EXPECT_NE(learnt["lines"][0].get<std::string>().find(" s"), std::string::npos);
  ear::StrikesTold told;
  const Result<ear::KitSound> kit = ear::kit_sound_of(sound, ear::kStruckRate, kTwo, "mine", told);
  ASSERT_TRUE(kit);
  EXPECT_EQ(json::parse(kit_sound_json(*kit))["sound"], learnt["sound"]);
}

TEST(PageStrikes, WhatCannotBeLearntIsALine) {
  Result<PageStrikes> strikes = PageStrikes::make(kSettings);
  ASSERT_TRUE(strikes);
  strikes->push(ear::struck_drums({Voice::kick}));
  const json learnt = close(*strikes);
  EXPECT_TRUE(learnt["sound"].is_null());
  EXPECT_EQ(
      learnt["lines"].back(),
      "one drum alone has clear strokes: a kit's sound tells drums apart. Strike at least two drums, four "
      "times each.");
}

TEST(PageStrikes, ALongRecordingIsHeardForTenMinutesAndThatIsSaid) {
  Result<PageStrikes> strikes = PageStrikes::make("rate 8000\nid mine\ndrums kick snare\nrecording 1\n");
  ASSERT_TRUE(strikes);
  const std::vector<float> minute(8000 * 60);
  for (int m = 0; m < 11; ++m) strikes->push(minute);
  EXPECT_EQ(close(*strikes)["lines"].front(), "Only the first 10 minutes were heard.");
}

TEST(PageStrikes, DrumsAndNamesAreChecked) {
  for (const char* drums : {"kick", "", "kick gong", "kick kick", "kick pad"})
    EXPECT_FALSE(PageStrikes::make(std::string("id mine\ndrums ") + drums + "\n")) << drums;
  EXPECT_FALSE(PageStrikes::make("id My kit\ndrums kick snare\n"));
  EXPECT_FALSE(PageStrikes::make("id mine\ndrums kick snare\nspeed 3\n"));
}

TEST(PageStrikes, AnotherEarsSoundIsRefused) {
  ear::KitSound kit = ear::struck_kit(kTwo);
  kit.name = "mine";
  kit.ear = "file-ear-0000000000000000.weights";
  const json shown = json::parse(kit_sound_json(kit));
  EXPECT_EQ(read_page_kit_sound(shown["sound"].get<std::string>()).error().code, ErrorCode::unsupported);
  EXPECT_FALSE(read_page_kit_sound("{}"));
}

}  // namespace
}  // namespace firstchair::door
