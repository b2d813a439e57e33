#include "engine/ear/take_toms.h"

#include <gtest/gtest.h>

#include <vector>

namespace firstchair::ear {
namespace {

using OfEach = TakeToms::OfEach;
constexpr OfEach kHigh{0.8F, 0.3F, 0.1F}, kUnsure{0.4F, 0.5F, 0.1F}, kLow{0.1F, 0.2F, 0.9F};

struct Played {
  float pitch = 0;
  OfEach said{};
};

// Beside each of the toms a kick is told; nothing may happen to it.
std::vector<Hit> settled(const std::vector<Played>& played) {
  TakeToms toms;
  std::vector<Hit> hits;
  for (const Played& stroke : played) {
    hits.push_back({.voice = Voice::kick, .voice_probability = 0.7F});
    const auto likeliest = std::max_element(stroke.said.begin(), stroke.said.end()) - stroke.said.begin();
    toms.add(hits.size(), stroke.pitch, stroke.said, stroke.said);
    hits.push_back({.voice = static_cast<Voice>(static_cast<int>(Voice::tom_high) + likeliest)});
  }
  toms.settle(hits);
  for (std::size_t h = 0; h < hits.size(); h += 2) {
    EXPECT_EQ(hits[h].voice, Voice::kick);
    EXPECT_EQ(hits[h].voice_probability, 0.7F);
  }
  std::vector<Hit> told;
  for (std::size_t h = 1; h < hits.size(); h += 2) told.push_back(hits[h]);
  return told;
}

// pitch  1.50   1.51   1.49   0.40
// net    high   high   mid?   low      the unsure one sounds like the high ones
TEST(TakeToms, AStrokeIsOfTheTomThatSoundsAsHigh) {
  const std::vector<Hit> told = settled({{1.5F, kHigh}, {1.51F, kHigh}, {1.49F, kUnsure}, {0.4F, kLow}});
  EXPECT_EQ(told[2].voice, Voice::tom_high);
  EXPECT_EQ(told[2].voice_probability, kUnsure[0]);
  EXPECT_EQ(told[0].voice, Voice::tom_high);
  EXPECT_EQ(told[3].voice, Voice::tom_low);
}

TEST(TakeToms, ATomThatSoundsOtherwiseStaysWhatTheNetSays) {
  const std::vector<Hit> told =
      settled({{1.5F, kHigh}, {1.5F, kHigh}, {1.2F, kUnsure}, {9.0F, kLow}, {-1, kLow}});
  EXPECT_EQ(told[2].voice, Voice::tom_mid);
  EXPECT_EQ(told[3].voice, Voice::tom_low);
  EXPECT_EQ(told[4].voice, Voice::tom_low);
}

TEST(TakeToms, OfNoTomNothingIsSaid) {
  std::vector<Hit> hits{{.voice = Voice::tom_mid}};
  TakeToms().settle(hits);
  EXPECT_EQ(hits[0].voice, Voice::tom_mid);
}

}  // namespace
}  // namespace firstchair::ear
