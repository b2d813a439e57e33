// Free playing: the beat while it goes on, and the take at its end.
#include "engine/free_play.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/result.h"

namespace firstchair::tests {
namespace {

constexpr double kRate = 48000;

// Kick on 1, 3 and the "and" of 3, snare on 2 and 4, hats on every eighth.
std::vector<Hit> rock(int bars, double bpm) {
  std::vector<Hit> hits;
  for (int eighth = 0; eighth < 8 * bars; ++eighth) {
    const Frames frame = std::llround((1 + 30 / bpm * eighth) * kRate);
    hits.push_back({.frame = frame, .voice = Voice::hat_closed, .strength = 80});
    if (eighth % 8 == 0 || eighth % 8 == 4 || eighth % 8 == 5)
      hits.push_back({.frame = frame, .voice = Voice::kick, .strength = 95});
    if (eighth % 4 == 2) hits.push_back({.frame = frame, .voice = Voice::snare, .strength = 100});
  }
  return hits;
}

SessionConfig midi() {
  SessionConfig config;
  config.source.kind = SourceKind::midi;
  config.source.rate = kRate;
  return config;
}

TEST(FreePlay, SaysTheTempoAndTheBeatWhileItGoesOn) {
  Result<FreePlay> free = FreePlay::make(midi());
  ASSERT_TRUE(free);
  EXPECT_FALSE(free->beat().known);
  const std::vector<Hit> hits = rock(4, 104);
  for (const Hit& hit : hits) free->push(std::span(&hit, 1));
  const follow::Beat last = free->beat();
  ASSERT_TRUE(last.known);
  EXPECT_NEAR(last.bpm, 104, 1.96 * last.bpm_sd);
  EXPECT_GT(last.probability, 0.8F);
  EXPECT_GT(last.bar_probability, 0.5F);
  // The last stroke is the "and" of four: half a beat later comes a one.
  free->advance(hits.back().frame + std::llround(0.6 * 60 / 104 * kRate));
  EXPECT_EQ(free->beat().in_bar, 0);
  EXPECT_NEAR(free->beat().phase, 0.1, 0.05);
}

TEST(FreePlay, KnowsNothingOfTheBeatAfterASilence) {
  Result<FreePlay> free = FreePlay::make(midi());
  ASSERT_TRUE(free);
  const std::vector<Hit> hits = rock(4, 104);
  free->push(std::span<const Hit>(hits));
  EXPECT_TRUE(free->beat().known);
  free->advance(hits.back().frame + static_cast<Frames>((FreePlay::kSilence + 0.1) * kRate));
  EXPECT_FALSE(free->beat().known);
}

TEST(FreePlay, TheTakeIsThatOfASessionWithoutAChart) {
  Result<FreePlay> free = FreePlay::make(midi());
  Result<Session> session = Session::make(midi());
  ASSERT_TRUE(free && session);
  const std::vector<Hit> hits = rock(8, 96);
  for (const Hit& hit : hits) free->push(std::span(&hit, 1));
  session->push(std::span<const Hit>(hits));
  const Take played = free->finish(), heard = session->finish();
  EXPECT_EQ(played.hits, heard.hits);
  EXPECT_EQ(played.reading.bpm, heard.reading.bpm);
  EXPECT_NEAR(played.reading.bpm, 96, 0.1);
  EXPECT_FALSE(played.reading.chart_given);
}

TEST(FreePlay, RefusesAChart) {
  SessionConfig config = midi();
  config.chart = Chart{};
  EXPECT_FALSE(FreePlay::make(config));
}

}  // namespace
}  // namespace firstchair::tests
