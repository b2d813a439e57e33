#include "door/choices.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "charts/charts.h"
#include "midi/percussion.h"

namespace firstchair::door {
namespace {

TEST(Choices, NamesTheLettersAndEveryDrumOfTheKitOnce) {
  const nlohmann::json told = nlohmann::json::parse(choices_json());
  EXPECT_EQ(told["letters"].size(), 4U);
  EXPECT_EQ(told["letters"][2]["text"], "C: 1.33");
  EXPECT_EQ(told["letter"], "C");
  std::vector<int> voices(kVoiceCount);
  for (const auto& drum : told["drums"]) {
    const std::optional<Voice> voice = midi::voice_of_note(drum["note"].get<std::uint8_t>());
    ASSERT_TRUE(voice) << drum;
    ++voices[static_cast<std::size_t>(*voice)];
  }
  voices[static_cast<std::size_t>(Voice::pad)] = 1;  // no drum of a kit
  EXPECT_EQ(voices, std::vector<int>(kVoiceCount, 1));
}

TEST(Choices, NamesChartsThatThereAre) {
  const nlohmann::json told = nlohmann::json::parse(choices_json());
  EXPECT_TRUE(charts::builtin_chart(told["chart"].get<std::string>()));
  EXPECT_TRUE(charts::builtin_chart(told["warm_up"].get<std::string>()));
}

TEST(Choices, CallsAGapByItsBars) {
  EXPECT_EQ(gap_text(0, 0), "click throughout");
  EXPECT_EQ(gap_text(2, 2), "2 bars click, 2 silent");
  EXPECT_EQ(gap_text(1, 3), "1 bar click, 3 silent");
}

}  // namespace
}  // namespace firstchair::door
