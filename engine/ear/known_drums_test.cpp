#include "engine/ear/known_drums.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/ear/file_ear.h"
#include "engine/ear/struck_kit_test.h"

namespace firstchair::ear {
namespace {

const std::vector<Voice> kThree{Voice::kick, Voice::snare, Voice::hat_closed};

// Hits with a kit's sound (null: none was ever named), and those without beside them.
struct Told {
  std::vector<Hit> hits, without;
  bool other = false;
};

Told hear(const std::vector<float>& sound, const KitSound* kit, std::size_t block = 4096) {
  Told told;
  Result<FileEar> ear = FileEar::make({.rate = kStruckRate, .weights = file_ear_weights()});
  const Result<KnownDrumsFit> fit = KnownDrumsFit::make();
  if (!ear || !fit) return told;
  if (kit != nullptr) ear->know(kit, *fit);
  const auto take = [&] {
    told.hits.insert(told.hits.end(), ear->hits().begin(), ear->hits().end());
    told.without.insert(told.without.end(), ear->hits_without_kit().begin(), ear->hits_without_kit().end());
  };
  for (std::size_t at = 0; at < sound.size(); at += block) {
    ear->push(std::span(sound).subspan(at, std::min(block, sound.size() - at)));
    take();
  }
  ear->finish();
  take();
  ear->settle(told.hits);
  ear->settle_without_kit(told.without);
  told.other = ear->other_kit();
  return told;
}

// The same of the live ear.
Told hear_live(const std::vector<float>& sound, const KitSound* kit, std::size_t block = 64) {
  Told told;
  Result<Ear> ear = Ear::make({.rate = kStruckRate, .max_block = static_cast<int>(block)});
  const Result<KnownDrumsFit> fit = KnownDrumsFit::make_live();
  if (!ear || !fit) return told;
  ear->know(kit, *fit);
  const auto take = [&] { told.hits.insert(told.hits.end(), ear->hits().begin(), ear->hits().end()); };
  for (std::size_t at = 0; at < sound.size(); at += block) {
    ear->push(std::span(sound).subspan(at, std::min(block, sound.size() - at)));
    take();
  }
  ear->finish();
  take();
  told.other = ear->other_kit();
  return told;
}

void expect_same(const std::vector<Hit>& a, const std::vector<Hit>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t h = 0; h < a.size(); ++h) {
    EXPECT_EQ(a[h].frame, b[h].frame);
    EXPECT_EQ(a[h].voice, b[h].voice);
    EXPECT_EQ(a[h].voice_probability, b[h].voice_probability);
    EXPECT_EQ(a[h].strength, b[h].strength);
  }
}

std::vector<SyntheticStroke> groove() {
  std::vector<SyntheticStroke> strokes;
  for (int eighth = 0; eighth < 24; ++eighth) {
    const double at = 0.4 + 0.25 * eighth;
    strokes.push_back({at, Voice::hat_closed, 0.15});
    if (eighth % 4 == 0) strokes.push_back({at, Voice::kick, 0.5});
    if (eighth % 4 == 2) strokes.push_back({at, Voice::snare, 0.4});
  }
  return strokes;
}

std::vector<float> groove_sound() {
  std::vector<float> sound = synthesise(groove(), 7, kStruckRate);
  add_noise(sound, -65);
  return sound;
}

// Toms that were struck and told within 20 ms, and what was told besides.
struct Score {
  int right = 0, wrong = 0;
};
Score score(const std::vector<Hit>& hits) {
  Score out;
  for (const Hit& hit : hits) {
    const bool struck = std::ranges::any_of(tom_groove(), [&](const TomStroke& stroke) {
      return kToms[stroke.tom] == hit.voice &&
             std::abs(static_cast<double>(hit.frame) / kStruckRate - stroke.seconds) < 0.02;
    });
    ++(struck ? out.right : out.wrong);
  }
  return out;
}

TEST(KnownDrums, WithoutAKitsSoundTheStrokesAreTheSameToTheBit) {
  const std::vector<float> sound = groove_sound();
  const KitSound kit = struck_kit(kThree);
  const Told never = hear(sound, nullptr), known = hear(sound, &kit);
  EXPECT_GT(never.hits.size(), 20U);
  expect_same(never.hits, never.without);
  expect_same(never.hits, known.without);
}

TEST(KnownDrums, TomsThatTheNetTakesForOthersAreToldRightlyOnceTheyAreKnown) {
  const KitSound kit = kit_of_strokes(struck_toms(), kToms);
  const Told told = hear(tom_groove_sound(), &kit);
  const Score known = score(told.hits), plain = score(told.without);
  EXPECT_FALSE(told.other);
  EXPECT_GT(plain.wrong, 10);
  EXPECT_GE(known.right, 30);
  EXPECT_LE(known.wrong, 2);
}

TEST(KnownDrums, StrokesAreTheSameWhateverTheBlockSize) {
  const std::vector<float> sound = groove_sound();
  const KitSound kit = struck_kit(kThree);
  for (const auto& heard_by : {hear, hear_live}) {
    const Told whole = heard_by(sound, &kit, sound.size());
    EXPECT_GT(whole.hits.size(), 20U);
    for (const std::size_t block : {std::size_t{64}, std::size_t{777}})
      expect_same(heard_by(sound, &kit, block).hits, whole.hits);
  }
}

std::vector<float> kicks(int count) {
  std::vector<SyntheticStroke> strokes;
  for (int s = 0; s < count; ++s) strokes.push_back({0.5 + 0.4 * s, Voice::kick, 0.5});
  std::vector<float> sound = synthesise(strokes, 1.1 + 0.4 * count, kStruckRate);
  add_noise(sound, -65);
  return sound;
}

KitSound with_kick_and_hat_swapped(KitSound kit) {
  std::swap(kit.drums[static_cast<std::size_t>(Voice::kick)],
            kit.drums[static_cast<std::size_t>(Voice::hat_closed)]);
  return kit;
}

TEST(KnownDrums, AnotherKitIsNoticed) {
  const std::vector<float> sound = kicks(16);
  const KitSound own = struck_kit(kThree), wrong = with_kick_and_hat_swapped(own);
  EXPECT_FALSE(hear(sound, &own).other);
  EXPECT_TRUE(hear(sound, &wrong).other);
}

TEST(KnownDrums, TheLiveEarTellsTomsThatItKnows) {
  const KitSound kit = kit_of_strokes(struck_toms(), kToms);
  const std::vector<float> sound = tom_groove_sound();
  const Told told = hear_live(sound, &kit);
  const Score known = score(told.hits), plain = score(hear_live(sound, nullptr).hits);
  EXPECT_FALSE(told.other);
  EXPECT_GE(known.right, plain.right + 8);
  EXPECT_LT(known.wrong, plain.wrong);
}

TEST(KnownDrums, TheLiveEarLeavesAnotherKitsDrumsOutOnceItNoticesThem) {
  const std::vector<float> sound = kicks(24);
  const KitSound wrong = with_kick_and_hat_swapped(struck_kit(kThree));
  const Told told = hear_live(sound, &wrong), plain = hear_live(sound, nullptr);
  EXPECT_TRUE(told.other);
  ASSERT_GE(plain.hits.size(), 24U);
  // From then on it is what it is without.
  ASSERT_GE(told.hits.size(), 12U);
  for (std::size_t back = 1; back <= 12; ++back) {
    EXPECT_EQ(told.hits[told.hits.size() - back].frame, plain.hits[plain.hits.size() - back].frame);
    EXPECT_EQ(told.hits[told.hits.size() - back].voice_probability,
              plain.hits[plain.hits.size() - back].voice_probability);
  }
}

TEST(KnownDrums, AFileThatIsCutOrAnotherIsRefused) {
  const std::string text =
      "firstchair known-drums 1\ncommand: a\ndate: b\ncommit: c\nsplit: d\nnumbers: 2\n\n1 2\n";
  const Result<KnownDrumsFit> fit = KnownDrumsFit::make(
      "known-drums.weights", {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  ASSERT_FALSE(fit);
  EXPECT_EQ(fit.error().code, ErrorCode::malformed);
  EXPECT_TRUE(KnownDrumsFit::make());
  EXPECT_FALSE(KnownDrumsFit::make_live("known-live.weights",
                                        {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}));
}

}  // namespace
}  // namespace firstchair::ear
