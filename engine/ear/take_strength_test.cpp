#include "engine/ear/take_strength.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/ear/strength.h"

namespace firstchair::ear {
namespace {

struct Played {
  Voice voice = Voice::snare;
  float told = 70, level_db = -20;
};

std::vector<Hit> settled(const std::vector<Played>& played) {
  TakeStrength strength;
  std::vector<Hit> hits;
  for (const Played& stroke : played) {
    strength.add(stroke.told, stroke.level_db);
    hits.push_back({.voice = stroke.voice});
  }
  strength.settle(hits);
  return hits;
}

TEST(TakeStrength, StrokesThatTheNetFindsEqualKeepTheOrderOfTheirLevels) {
  std::vector<Played> played;
  for (int i = 0; i < 30; ++i) played.push_back({.level_db = -26 + 0.3F * static_cast<float>((i * 7) % 30)});
  const std::vector<Hit> hits = settled(played);
  for (std::size_t a = 0; a < hits.size(); ++a) {
    for (std::size_t b = 0; b < hits.size(); ++b) {
      if (played[a].level_db < played[b].level_db) {
        EXPECT_LT(hits[a].strength, hits[b].strength);
      }
    }
  }
}

// The first stroke of a crescendo and one as loud in its middle are told alike.
TEST(TakeStrength, TheSameStrokeIsAsHardWhereverItFalls) {
  const std::vector<Hit> hits = settled({{.level_db = -30},
                                         {.level_db = -10},
                                         {.level_db = -20},
                                         {.level_db = -30},
                                         {.level_db = -10},
                                         {.level_db = -20}});
  for (std::size_t h = 0; h < 3; ++h) EXPECT_EQ(hits[h].strength, hits[h + 3].strength);
}

TEST(TakeStrength, ATomThatIsNamedAnotherTomIsAsHard) {
  const std::vector<Hit> hits = settled({{.voice = Voice::tom_high, .level_db = -20},
                                         {.voice = Voice::tom_mid, .told = 80, .level_db = -25},
                                         {.voice = Voice::tom_mid, .level_db = -20}});
  EXPECT_NEAR(hits[0].strength, hits[2].strength, 0.01);
  EXPECT_LT(hits[1].strength, hits[2].strength);
}

TEST(TakeStrength, AgreesWithANetThatIsRightWhateverTheGain) {
  for (const float gain : {-40.0F, -3.0F}) {
    std::vector<Played> played;
    for (int i = 0; i < 40; ++i) {
      const float strength = 20 + 5 * static_cast<float>(i % 20);
      played.push_back({.told = strength, .level_db = decibels_of(strength) + gain});
    }
    const std::vector<Hit> hits = settled(played);
    for (std::size_t h = 0; h < hits.size(); ++h)
      EXPECT_NEAR(hits[h].strength, strength_of(decibels_of(played[h].told)), 0.2);
  }
}

TEST(TakeStrength, KeepsFamiliesApartAndStaysInTheMidiRange) {
  std::vector<Played> played(20, {.voice = Voice::hat_closed, .told = 50, .level_db = -60});
  played.push_back({.voice = Voice::snare, .told = 90, .level_db = -5});
  played.push_back({.voice = Voice::kick, .told = 127, .level_db = 20});
  played.push_back({.voice = Voice::kick, .told = 1, .level_db = -140});
  const std::vector<Hit> hits = settled(played);
  EXPECT_NEAR(hits[20].strength, strength_of(decibels_of(90)), 0.1);
  EXPECT_LE(hits[21].strength, 127);
  EXPECT_GE(hits[22].strength, 1);
}

}  // namespace
}  // namespace firstchair::ear
