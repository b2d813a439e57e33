#include "engine/ear/ear.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "engine/ear/synthetic_strokes.h"

namespace firstchair::ear {
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

// Hits of one frame are one attack.
std::vector<Hit> attacks_of(const std::vector<Hit>& hits) {
  std::vector<Hit> attacks;
  for (const Hit& hit : hits) {
    if (attacks.empty() || attacks.back().frame != hit.frame) attacks.push_back(hit);
  }
  return attacks;
}

// Every stroke is there within the tolerance, and at most so many others.
void expect_found(const std::vector<SyntheticStroke>& strokes, const std::vector<Hit>& hits, double rate,
                  double tolerance_ms, std::size_t others) {
  const std::vector<Hit> attacks = attacks_of(hits);
  EXPECT_LE(attacks.size(), strokes.size() + others) << "at " << rate;
  for (const SyntheticStroke& stroke : strokes) {
    EXPECT_TRUE(std::any_of(
        attacks.begin(), attacks.end(),
        [&](const Hit& hit) {
          return std::abs(static_cast<double>(hit.frame) / rate - stroke.seconds) * 1000 <= tolerance_ms;
        }))
        << stroke.seconds << " at " << rate;
  }
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

void expect_strokes(const std::vector<SyntheticStroke>& strokes, const std::vector<Hit>& all, double rate,
                    double tolerance_ms) {
  const std::vector<Hit> hits = attacks_of(all);
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

TEST(Ear, HearsEveryStrokeOfABeatWithinAMillisecondAndNamesItsFamily) {
  const Told told = hear(beat_sound());
  expect_strokes(beat(), told.hits, kRate, 1);
  const std::vector<Hit> attacks = attacks_of(told.hits);
  for (std::size_t i = 0; i < attacks.size(); ++i) {
    const bool named = std::any_of(told.hits.begin(), told.hits.end(), [&](const Hit& hit) {
      return hit.frame == attacks[i].frame && family_of(hit.voice) == family_of(beat()[i].voice);
    });
    EXPECT_TRUE(named) << i << " " << id_of(attacks[i].voice);
    EXPECT_TRUE(attacks[i].timed);
    EXPECT_GT(attacks[i].sigma_ms, 0);
  }
}

TEST(Ear, HitsOfOneFrameAreAUnisonAndSaySo) {
  std::vector<SyntheticStroke> strokes;
  for (int i = 0; i < 12; ++i) {
    strokes.push_back({0.3 + 0.4 * i, Voice::kick, 0.6});
    strokes.push_back({0.3 + 0.4 * i, Voice::hat_closed, 0.25});
  }
  std::vector<float> sound = synthesise(strokes, 5.5, kRate);
  add_noise(sound, -75);
  const Told told = hear(sound);
  for (const Hit& hit : told.hits) {
    const auto same =
        std::count_if(told.hits.begin(), told.hits.end(), [&](const Hit& h) { return h.frame == hit.frame; });
    EXPECT_EQ(hit.unison, same > 1);
  }
  EXPECT_GE(std::count_if(told.hits.begin(), told.hits.end(), [](const Hit& hit) { return hit.unison; }), 1);
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

TEST(Ear, PromptsComeWithinTwelveMillisecondsHitsWithinFortyAndNoHitWithoutAPrompt) {
  const std::vector<float> sound = beat_sound();
  Result<Ear> ear = Ear::make({.rate = kRate});
  const EarLatency latency = ear->latency();
  EXPECT_LE(latency.onset, static_cast<Frames>(0.012 * kRate));
  EXPECT_LE(latency.hit, static_cast<Frames>(0.040 * kRate));
  std::vector<Frames> onsets, hits;
  constexpr std::size_t kBlock = 64;
  std::size_t prompts = 0;
  for (std::size_t at = 0; at + kBlock <= sound.size(); at += kBlock) {
    ear->push(std::span<const float>(sound).subspan(at, kBlock));
    const Frames now = static_cast<Frames>(at + kBlock);
    for (const Onset& onset : ear->onsets()) {
      const bool in_time = now - onset.frame <= latency.onset + static_cast<Frames>(kBlock);
      EXPECT_TRUE(in_time || !ear->hits().empty()) << onset.frame;  // or with its hit
      prompts += in_time;
      onsets.push_back(onset.frame);
    }
    for (const Hit& hit : ear->hits()) {
      EXPECT_LE(now - hit.frame, latency.hit + static_cast<Frames>(kBlock));
      hits.push_back(hit.frame);
      EXPECT_TRUE(std::any_of(onsets.begin(), onsets.end(), [&](Frames onset) {
        return std::abs(static_cast<double>(onset - hit.frame)) <= 0.010 * kRate;
      })) << hit.frame;
    }
  }
  EXPECT_TRUE(std::is_sorted(hits.begin(), hits.end()));
  EXPECT_GE(prompts, beat().size() - 2);
}

TEST(Ear, HearsTheSameStrokesAtAnyRecordingLevel) {
  std::vector<float> sound = beat_sound();
  const std::vector<Hit> loud = attacks_of(hear(sound).hits);
  for (float& sample : sound) sample *= 0.1F;  // -20 dB
  const std::vector<Hit> soft = attacks_of(hear(sound).hits);
  ASSERT_EQ(soft.size(), loud.size());
  for (std::size_t i = 0; i < soft.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(soft[i].frame), static_cast<double>(loud[i].frame), 44);
    EXPECT_NEAR(soft[i].level_db, loud[i].level_db - 20, 0.5);
  }
}

// Narrow bands leave less to tell strokes by.
TEST(Ear, FindsTheSameAttacksAtEveryRate) {
  for (const double rate : {8000.0, 11025.0, 16000.0, 22050.0, 32000.0, 44100.0, 48000.0, 64000.0, 88200.0,
                            96000.0, 176400.0, 192000.0}) {
    std::vector<SyntheticStroke> snares;
    for (int i = 0; i < 12; ++i) snares.push_back({0.3 + 0.31 * i, Voice::snare, 0.5});
    std::vector<float> sound = synthesise(snares, 4.5, rate);
    add_noise(sound, -75);
    const bool narrow = rate < 16000;
    expect_found(snares, hear(sound, rate).hits, rate, narrow ? 2 : 1, narrow ? 2 : 1);
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
  EXPECT_LE(attacks_of(hear(sound).hits).size(), 2U) << "mains hum: at most its beginning";
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

TEST(Ear, HearsBothStrokesOfAFlam) {
  // A flam each second, 15 .. 40 ms wide.
  std::vector<SyntheticStroke> strokes;
  for (int i = 0; i < 6; ++i) {
    strokes.push_back({0.5 + i, Voice::snare, 0.25});
    strokes.push_back({0.515 + i + 0.005 * i, Voice::snare, 0.6});
  }
  std::vector<float> sound = synthesise(strokes, 7, kRate);
  add_noise(sound, -75);
  expect_found(strokes, hear(sound).hits, kRate, 5, 1);
}

TEST(Ear, HearsARollOfTwentyASecondButForAStroke) {
  std::vector<SyntheticStroke> strokes;
  for (int i = 0; i < 30; ++i) strokes.push_back({0.5 + 0.05 * i, Voice::snare, 0.4 + 0.1 * (i % 2)});
  std::vector<float> sound = synthesise(strokes, 3, kRate);
  add_noise(sound, -75);
  const std::vector<Hit> attacks = attacks_of(hear(sound).hits);
  EXPECT_LE(attacks.size(), strokes.size());
  std::size_t found = 0;
  for (const SyntheticStroke& stroke : strokes) {
    found += std::any_of(attacks.begin(), attacks.end(), [&](const Hit& hit) {
      return std::abs(static_cast<double>(hit.frame) / kRate - stroke.seconds) < 0.005;
    });
  }
  EXPECT_GE(found, strokes.size() - 1);
}

TEST(Ear, StrengthFollowsTheStroke) {
  std::vector<SyntheticStroke> strokes;
  for (int i = 0; i < 12; ++i) strokes.push_back({0.3 + 0.4 * i, Voice::snare, i % 2 == 0 ? 0.6 : 0.15});
  std::vector<float> sound = synthesise(strokes, 5.5, kRate);
  add_noise(sound, -80);
  const std::vector<Hit> attacks = attacks_of(hear(sound).hits);
  ASSERT_EQ(attacks.size(), strokes.size());
  for (std::size_t i = 4; i < attacks.size(); i += 2) {
    EXPECT_GT(attacks[i].strength, attacks[i - 1].strength + 15) << i;
    EXPECT_GT(attacks[i].strength, attacks[i + 1].strength + 15) << i;
  }
}

// A kick of one strength under hats, whose level is nearly all of the sound's: hats keep their own.
//   kick  o   o   o   o        hat  X   x   X   x
TEST(Ear, StrengthOfAHatOverAKickIsTheHats) {
  std::vector<SyntheticStroke> strokes;
  for (int i = 0; i < 16; ++i) {
    strokes.push_back({0.3 + 0.3 * i, Voice::kick, 0.6});
    strokes.push_back({0.3 + 0.3 * i, Voice::hat_closed, i % 2 == 0 ? 0.4 : 0.1});
  }
  std::vector<float> sound = synthesise(strokes, 5.5, kRate);
  add_noise(sound, -80);
  std::vector<float> hard, soft;
  for (const Hit& hit : hear(sound).hits) {
    const double stroke = (static_cast<double>(hit.frame) / kRate - 0.3) / 0.3;
    if (family_of(hit.voice) != Family::hat || stroke < 3.5) continue;
    (std::lround(stroke) % 2 == 0 ? hard : soft).push_back(hit.strength);
  }
  ASSERT_GE(hard.size(), 5U);
  ASSERT_GE(soft.size(), 3U);
  EXPECT_GT(*std::ranges::min_element(hard), *std::ranges::max_element(soft) + 15);
}

TEST(Ear, InPadModeEveryStrokeIsThePad) {
  const std::vector<Hit> kit = attacks_of(hear(beat_sound()).hits);
  const Told pad = hear(beat_sound(), kRate, 512, VoicesMode::pad);
  ASSERT_EQ(pad.hits.size(), kit.size());
  for (std::size_t i = 0; i < pad.hits.size(); ++i) {
    EXPECT_EQ(pad.hits[i].voice, Voice::pad);
    EXPECT_EQ(pad.hits[i].voice_probability, 1);
    // But for what a lone voice is known to be told late.
    EXPECT_NEAR(static_cast<double>(pad.hits[i].frame - kit[i].frame), 0, 0.0011 * kRate);
    EXPECT_FALSE(pad.hits[i].unison);
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
}  // namespace firstchair::ear
