#include "engine/ear/ear.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "engine/ear/synthetic_strokes.h"

namespace firstchair {
namespace {

constexpr double kRate = 44100;

struct Told {
  std::vector<Hit> hits;
  std::vector<Onset> onsets;
};

void collect(const Ear& ear, Told& told) {
  told.hits.insert(told.hits.end(), ear.hits().begin(), ear.hits().end());
  told.onsets.insert(told.onsets.end(), ear.onsets().begin(), ear.onsets().end());
}

Told hear_with(Ear& ear, std::span<const float> sound, std::size_t block) {
  Told told;
  for (std::size_t at = 0; at < sound.size(); at += block) {
    ear.push(sound.subspan(at, std::min(block, sound.size() - at)));
    collect(ear, told);
  }
  ear.finish();
  collect(ear, told);
  return told;
}

Told hear(std::span<const float> sound, double rate = kRate, std::size_t block = 512,
          VoicesMode voices = VoicesMode::kit) {
  Result<Ear> ear = Ear::make({.rate = rate, .voices = voices});
  return hear_with(*ear, sound, block);
}

// Two bars of a plain beat: kick on 1 and 3, snare on 2 and 4, hats on the off-beats, eighths of 250 ms.
//   time  .3   .55  .8   1.05 1.3  1.55 ...
//         kick hat  snare hat kick hat  snare hat
std::vector<SyntheticStroke> beat() {
  std::vector<SyntheticStroke> strokes;
  for (int eighth = 0; eighth < 16; ++eighth) {
    const Voice voice = eighth % 2 == 1 ? Voice::hat_closed : eighth % 4 == 0 ? Voice::kick : Voice::snare;
    strokes.push_back({0.3 + 0.25 * eighth, voice, voice == Voice::hat_closed ? 0.15 : 0.6});
  }
  return strokes;
}

std::vector<float> beat_sound(double rate = kRate) {
  std::vector<float> sound = synthesise(beat(), 5, rate);
  add_noise(sound, -75);
  return sound;
}

void expect_strokes(const std::vector<SyntheticStroke>& strokes, const std::vector<Hit>& hits, double rate,
                    double tolerance_ms) {
  if (hits.size() != strokes.size()) {
    for (const Hit& hit : hits) std::printf("hit at %.4f s\n", static_cast<double>(hit.frame) / rate);
  }
  ASSERT_EQ(hits.size(), strokes.size()) << "at " << rate;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const double attack = std::ceil(strokes[i].seconds * rate - 1e-6);
    EXPECT_NEAR(static_cast<double>(hits[i].frame) / rate * 1000, attack / rate * 1000, tolerance_ms)
        << i << " at " << rate;
  }
}

TEST(Ear, HearsEveryStrokeOfABeatWithinHalfAMillisecondAndNamesItsFamily) {
  const Told told = hear(beat_sound());
  expect_strokes(beat(), told.hits, kRate, 0.5);
  for (std::size_t i = 0; i < told.hits.size(); ++i) {
    // A cymbal cut short is a hat, and this hat is noise: either name will do.
    const Family heard = family_of(told.hits[i].voice), played = family_of(beat()[i].voice);
    EXPECT_TRUE(heard == played || (played == Family::hat && heard == Family::cymbal))
        << i << " " << id_of(heard);
    EXPECT_GT(told.hits[i].voice_probability, 0.25F);
    EXPECT_TRUE(told.hits[i].timed);
    EXPECT_GT(told.hits[i].sigma_ms, 0);
  }
}

TEST(Ear, TellsTheSameStrokesWhateverTheBlockSize) {
  std::vector<float> sound = beat_sound();
  const std::vector<SyntheticStroke> soft{
      {0.42, Voice::snare, 0.01}, {0.83, Voice::snare, 0.3}, {1.32, Voice::kick, 0.2}};
  const std::vector<float> more = synthesise(soft, 5, kRate);
  for (std::size_t i = 0; i < sound.size(); ++i) sound[i] += more[i];
  const Told whole = hear(sound, kRate, 1000000);
  EXPECT_GE(whole.hits.size(), 16U);
  for (const std::size_t block : {1U, 64U, 480U}) {
    const Told told = hear(sound, kRate, block);
    EXPECT_EQ(told.hits, whole.hits) << block;
    ASSERT_EQ(told.onsets.size(), whole.onsets.size());
    for (std::size_t i = 0; i < told.onsets.size(); ++i)
      EXPECT_EQ(told.onsets[i].frame, whole.onsets[i].frame);
  }
}

TEST(Ear, AfterResetTheSameSoundGivesTheSameStrokes) {
  const std::vector<float> sound = beat_sound();
  for (const double rate : {44100.0, 96000.0}) {
    Result<Ear> ear = Ear::make({.rate = rate});
    const Told first = hear_with(*ear, sound, 333);
    ear->reset();
    EXPECT_TRUE(ear->hits().empty());
    EXPECT_EQ(hear_with(*ear, sound, 333).hits, first.hits);
  }
}

TEST(Ear, EveryHitHadItsOnsetFirstAndBothComeInTimeAndInOrder) {
  const std::vector<float> sound = beat_sound();
  Result<Ear> ear = Ear::make({.rate = kRate});
  const EarLatency latency = ear->latency();
  std::vector<Frames> onsets, hits;
  constexpr std::size_t kBlock = 64;
  for (std::size_t at = 0; at + kBlock <= sound.size(); at += kBlock) {
    ear->push(std::span<const float>(sound).subspan(at, kBlock));
    const Frames now = static_cast<Frames>(at + kBlock);
    for (const Onset& onset : ear->onsets()) {
      EXPECT_LE(now - onset.frame, latency.onset + static_cast<Frames>(kBlock));
      onsets.push_back(onset.frame);
    }
    for (const Hit& hit : ear->hits()) {
      EXPECT_LE(now - hit.frame, latency.hit + static_cast<Frames>(kBlock));
      hits.push_back(hit.frame);
      EXPECT_NE(std::find(onsets.begin(), onsets.end(), hit.frame), onsets.end());
    }
  }
  EXPECT_EQ(hits, onsets);
  EXPECT_TRUE(std::is_sorted(hits.begin(), hits.end()));
  EXPECT_LE(latency.hit, static_cast<Frames>(0.045 * kRate));
}

TEST(Ear, HearsTheSameStrokesAtAnyRecordingLevel) {
  std::vector<float> sound = beat_sound();
  const Told loud = hear(sound);
  for (float& sample : sound) sample *= 0.0316F;  // -30 dB
  const Told soft = hear(sound);
  ASSERT_EQ(soft.hits.size(), loud.hits.size());
  for (std::size_t i = 0; i < soft.hits.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(soft.hits[i].frame), static_cast<double>(loud.hits[i].frame), 3);
    EXPECT_EQ(soft.hits[i].voice, loud.hits[i].voice);
    EXPECT_NEAR(soft.hits[i].strength, loud.hits[i].strength, 1);
    EXPECT_NEAR(soft.hits[i].level_db, loud.hits[i].level_db - 30, 0.2);
  }
}

TEST(Ear, FindsTheSameAttacksAtEveryRate) {
  for (const double rate : {8000.0, 11025.0, 16000.0, 22050.0, 32000.0, 44100.0, 48000.0, 64000.0, 88200.0,
                            96000.0, 176400.0, 192000.0}) {
    std::vector<SyntheticStroke> clicks;
    for (int i = 0; i < 12; ++i) clicks.push_back({0.3 + 0.31 * i, Voice::cross_stick, 0.5});
    std::vector<float> sound = synthesise(clicks, 4.5, rate);
    add_noise(sound, -75);
    expect_strokes(clicks, hear(sound, rate).hits, rate, 0.5);
  }
}

TEST(Ear, RefusesARateItCannotHear) {
  for (const double rate : {0.0, -44100.0, 7999.0, 192001.0, std::numeric_limits<double>::quiet_NaN()}) {
    Result<Ear> ear = Ear::make({.rate = rate});
    ASSERT_FALSE(ear);
    EXPECT_EQ(ear.error().code, ErrorCode::unsupported);
  }
}

TEST(Ear, HearsNothingWhereNothingIsStruck) {
  const std::size_t length = static_cast<std::size_t>(5 * kRate);
  const auto expect_nothing = [&](const char* what, const std::vector<float>& sound) {
    EXPECT_TRUE(hear(sound).hits.empty()) << what;
  };
  std::vector<float> sound(length);
  expect_nothing("silence", sound);
  std::fill(sound.begin(), sound.end(), 0.4F);
  expect_nothing("a constant offset", sound);
  std::fill(sound.begin(), sound.end(), 1e-41F);
  expect_nothing("denormals", sound);
  std::fill(sound.begin(), sound.end(), std::numeric_limits<float>::quiet_NaN());
  expect_nothing("not a number", sound);
  std::fill(sound.begin(), sound.end(), std::numeric_limits<float>::infinity());
  expect_nothing("infinity", sound);
  std::fill(sound.begin(), sound.end(), 0.0F);
  add_noise(sound, -90);
  expect_nothing("converter noise", sound);
  std::fill(sound.begin(), sound.end(), 0.0F);
  add_noise(sound, -50);
  expect_nothing("a hissing preamplifier", sound);
  for (std::size_t i = 0; i < length; ++i) {
    sound[i] =
        0.05F * static_cast<float>(std::sin(2 * std::numbers::pi * 50 * static_cast<double>(i) / kRate) +
                                   std::sin(2 * std::numbers::pi * 150 * static_cast<double>(i) / kRate) / 3);
  }
  add_noise(sound, -70);
  EXPECT_LE(hear(sound).hits.size(), 1U) << "mains hum: at most its beginning";
}

TEST(Ear, BrokenSamplesDoNotHideTheStrokesAroundThem) {
  std::vector<float> sound = beat_sound();
  for (std::size_t i = 1000; i < sound.size(); i += 20000) sound[i] = std::numeric_limits<float>::quiet_NaN();
  const Told told = hear(sound);
  for (const SyntheticStroke& stroke : beat()) {
    EXPECT_TRUE(std::any_of(told.hits.begin(), told.hits.end(), [&](const Hit& hit) {
      return std::abs(static_cast<double>(hit.frame) / kRate - stroke.seconds) < 0.001;
    })) << stroke.seconds;
  }
}

TEST(Ear, HearsBothStrokesOfAFlamAndEveryStrokeOfARoll) {
  // A flam each second, 15 .. 40 ms wide; then a roll of 20 strokes a second.
  std::vector<SyntheticStroke> strokes;
  for (int i = 0; i < 6; ++i) {
    strokes.push_back({0.5 + i, Voice::snare, 0.25});
    strokes.push_back({0.515 + i + 0.005 * i, Voice::snare, 0.6});
  }
  for (int i = 0; i < 30; ++i) strokes.push_back({7 + 0.05 * i, Voice::snare, 0.4 + 0.1 * (i % 2)});
  std::vector<float> sound = synthesise(strokes, 10, kRate);
  add_noise(sound, -75);
  expect_strokes(strokes, hear(sound).hits, kRate, 5);
}

TEST(Ear, StrengthFollowsTheStroke) {
  std::vector<SyntheticStroke> strokes;
  for (int i = 0; i < 12; ++i) strokes.push_back({0.3 + 0.4 * i, Voice::snare, i % 2 == 0 ? 0.6 : 0.15});
  std::vector<float> sound = synthesise(strokes, 5.5, kRate);
  add_noise(sound, -80);
  const Told told = hear(sound);
  ASSERT_EQ(told.hits.size(), strokes.size());
  for (std::size_t i = 0; i < told.hits.size(); ++i) {
    // 12 dB apart: 112 * 10^(-12/24) = 35 on the scale.
    EXPECT_NEAR(told.hits[i].strength, i % 2 == 0 ? 112 : 35, 10) << i;
  }
}

TEST(Ear, InPadModeEveryStrokeIsThePad) {
  const Told kit = hear(beat_sound()), pad = hear(beat_sound(), kRate, 512, VoicesMode::pad);
  ASSERT_EQ(pad.hits.size(), kit.hits.size());
  for (std::size_t i = 0; i < pad.hits.size(); ++i) {
    EXPECT_EQ(pad.hits[i].voice, Voice::pad);
    EXPECT_EQ(pad.hits[i].voice_probability, 1);
    EXPECT_EQ(pad.hits[i].frame, kit.hits[i].frame);
  }
  Result<Ear> ear = Ear::make({.voices = VoicesMode::pad});
  EXPECT_EQ(ear->detail(), VoiceDetail::none);
}

TEST(Ear, AStrokeAtTheVeryEndIsToldByFinishAndTheEndItselfIsNone) {
  std::vector<float> sound = synthesise({{0.5, Voice::snare, 0.5}, {1.0, Voice::snare, 0.5}}, 1.02, kRate);
  add_noise(sound, -75);
  expect_strokes({{0.5, Voice::snare, 0.5}, {1.0, Voice::snare, 0.5}}, hear(sound).hits, kRate, 0.5);
}

TEST(Ear, AStrokeOnTheFirstFrameIsHeard) {
  const std::vector<float> sound = synthesise({{0, Voice::snare, 0.5}, {0.5, Voice::kick, 0.5}}, 1.5, kRate);
  expect_strokes({{0, Voice::snare, 0.5}, {0.5, Voice::kick, 0.5}}, hear(sound).hits, kRate, 1);
}

TEST(Ear, ShortAndEmptyTakesAreHarmless) {
  for (const std::size_t length : {0U, 1U, 2U, 127U, 129U}) {
    EXPECT_LE(hear(std::vector<float>(length, 0.5F)).hits.size(), 1U) << length;
  }
}

}  // namespace
}  // namespace firstchair
