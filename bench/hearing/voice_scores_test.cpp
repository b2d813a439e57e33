#include "bench/hearing/voice_scores.h"

#include <gtest/gtest.h>

namespace firstchair::bench {
namespace {

constexpr std::size_t at(Voice voice) {
  return static_cast<std::size_t>(voice);
}

void tell(lab::Heard& heard, double seconds, Voice voice, float strength) {
  Hit hit;
  hit.frame = static_cast<Frames>(seconds * lab::kBenchRate);
  hit.voice = voice;
  hit.strength = strength;
  heard.hits.push_back(hit);
  heard.hit_told.push_back(seconds);
}

lab::Truth truth_of(double seconds, const std::vector<Voice>& voices, double velocity) {
  lab::Truth truth{.seconds = seconds, .strokes = {}, .velocity = velocity};
  for (const Voice voice : voices) truth.strokes.push_back({seconds, voice, velocity});
  return truth;
}

// played  kick+hat (100)   low tom (60)   snare (20)
// heard   kick+hat         mid tom        -           and a crash at 3 s
TEST(VoiceScores, CountEveryVoiceOfAUnisonAndLoneStrokesInTheMatrix) {
  lab::Rendering file{.name = {}, .kit = {}, .sound = {}, .truth = {}};
  file.sound.resize(static_cast<std::size_t>(4 * lab::kBenchRate));
  file.truth = {truth_of(0.5, {Voice::kick, Voice::hat_closed}, 100), truth_of(1.5, {Voice::tom_low}, 60),
                truth_of(2.5, {Voice::snare}, 20)};
  lab::Heard heard;
  tell(heard, 0.5, Voice::kick, 90);
  tell(heard, 0.5, Voice::hat_closed, 104);
  tell(heard, 1.5, Voice::tom_mid, 60);
  tell(heard, 3.0, Voice::crash, 30);
  VoiceScores scores;
  scores.add(file, heard);
  EXPECT_EQ(scores.voices[at(Voice::kick)].f(), 1);
  EXPECT_EQ(scores.voices[at(Voice::hat_closed)].f(), 1);
  EXPECT_EQ(scores.voices[at(Voice::tom_low)].recall(), 0);
  EXPECT_EQ(scores.voices[at(Voice::crash)].precision(), 0);
  EXPECT_DOUBLE_EQ(lab::sum(scores.track_voices).f(), 2 * 2 / 8.0);
  EXPECT_DOUBLE_EQ(lab::sum(scores.track_families).f(), 2 * 3 / 8.0);
  EXPECT_EQ(scores.confusion[at(Voice::tom_low)][at(Voice::tom_mid)], 1);
  EXPECT_EQ(scores.confusion[at(Voice::snare)][kDrums], 1);
  EXPECT_EQ(scores.confusion[at(Voice::kick)][at(Voice::kick)], 0);  // it was not alone
  EXPECT_EQ(scores.unisons_whole, 1);
  EXPECT_EQ(scores.strength[at(Voice::kick)], std::vector<double>{90});
  EXPECT_EQ(scores.strength[at(Voice::hat_closed)], std::vector<double>{104});
  EXPECT_EQ(scores.velocity[at(Voice::tom_low)], std::vector<double>{60});
}

TEST(VoiceScores, ChanceIsTheShareOfTheVoiceWithItself) {
  std::vector<unsigned> masks(4000, 1U << at(Voice::hat_closed));
  EXPECT_EQ(chance_f(masks, false), 1);
  for (std::size_t m = 0; m < masks.size(); m += 2) masks[m] = 1U << at(Voice::hat_open);
  EXPECT_NEAR(chance_f(masks, false), 0.5, 0.03);
  EXPECT_EQ(chance_f(masks, true), 1);  // one family
}

}  // namespace
}  // namespace firstchair::bench
