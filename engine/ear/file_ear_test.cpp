#include "engine/ear/file_ear.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/ear/file_weights.h"
#include "engine/ear/synthetic_strokes.h"
#include "engine/ear/untrained_test.h"

namespace firstchair::ear {
namespace {

constexpr double kRate = 44100;

Result<FileEar> untrained(double rate = kRate) {
  return FileEar::make({.rate = rate, .weights = EarWeights{"some.weights", untrained_weights()}});
}

std::vector<float> beat(double seconds, double rate = kRate) {
  std::vector<SyntheticStroke> strokes;
  for (double t = 0.2; t < seconds - 0.2; t += 0.19)
    strokes.push_back({t, strokes.size() % 3 == 0 ? Voice::kick : Voice::snare, 0.4});
  std::vector<float> sound = synthesise(strokes, seconds, rate);
  add_noise(sound, -60);
  return sound;
}

std::vector<Hit> hear(FileEar& ear, std::span<const float> sound, std::size_t block) {
  std::vector<Hit> hits;
  const auto take = [&] { hits.insert(hits.end(), ear.hits().begin(), ear.hits().end()); };
  for (std::size_t at = 0; at < sound.size(); at += block) {
    ear.push(sound.subspan(at, std::min(block, sound.size() - at)));
    take();
  }
  ear.finish();
  take();
  return hits;
}

void expect_same(const std::vector<Hit>& a, const std::vector<Hit>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t h = 0; h < a.size(); ++h) {
    EXPECT_EQ(a[h].frame, b[h].frame);
    EXPECT_EQ(a[h].voice, b[h].voice);
    EXPECT_EQ(a[h].strength, b[h].strength);
    EXPECT_EQ(a[h].level_db, b[h].level_db);
  }
}

TEST(FileEar, StrokesAreTheSameWhateverTheBlockSize) {
  Result<FileEar> ear = untrained();
  ASSERT_TRUE(ear) << ear.error().line();
  const std::vector<float> sound = beat(9);
  const std::vector<Hit> whole = hear(*ear, sound, sound.size());
  EXPECT_GT(whole.size(), 20U);
  for (const std::size_t block : {std::size_t{1}, std::size_t{777}, std::size_t{4096}}) {
    ear->reset();
    expect_same(hear(*ear, sound, block), whole);
  }
}

TEST(FileEar, AStrokeIsToldWithinTheLatency) {
  for (const double rate : {kRate, 96000.0}) {
    Result<FileEar> ear = untrained(rate);
    ASSERT_TRUE(ear);
    const std::vector<float> sound = beat(9, rate);
    Frames pushed = 0;
    std::size_t told = 0;
    for (std::size_t at = 0; at + 64 <= sound.size(); at += 64) {
      ear->push(std::span(sound).subspan(at, 64));
      pushed += 64;
      for (const Hit& hit : ear->hits()) EXPECT_LE(pushed - hit.frame, ear->latency() + 64) << hit.frame;
      told += ear->hits().size();
    }
    EXPECT_GT(told, 20U);
  }
}

TEST(FileEar, InSilenceNothingIsStruck) {
  Result<FileEar> ear = untrained();
  ASSERT_TRUE(ear);
  EXPECT_TRUE(hear(*ear, std::vector<float>(static_cast<std::size_t>(10 * kRate)), 4096).empty());
}

TEST(FileEar, AStrokesLevelIsThatOfTheSoundBehindIt) {
  Result<FileEar> ear = untrained();
  ASSERT_TRUE(ear);
  const std::vector<float> sound = beat(6);
  for (const Hit& hit : hear(*ear, sound, 4096)) {
    // What nobody trained hears strokes in the noise before the first one, too, whose peak is another
    // everywhere.
    if (static_cast<double>(hit.frame) < 0.19 * kRate) continue;
    float peak = 1e-10F;
    const std::size_t from = static_cast<std::size_t>(hit.frame),
                      to = from + static_cast<std::size_t>(0.03 * kRate);
    for (std::size_t i = from; i < std::min(sound.size(), to); ++i) peak = std::max(peak, std::abs(sound[i]));
    EXPECT_NEAR(hit.level_db, 20 * std::log10(peak), 1.5) << hit.frame;
  }
}

TEST(FileEar, TheProgramsOwnWeightsAreWholeAndHear) {
  const EarWeights own = file_ear_weights();
  EXPECT_EQ(own.name, file_ear_weights_name());
  Result<FileEar> ear = FileEar::make({.rate = kRate, .weights = own});
  ASSERT_TRUE(ear) << ear.error().line();
  const std::vector<float> sound = beat(6);
  const std::vector<Hit> hits = hear(*ear, sound, 4096);
  std::size_t struck = 0, found = 0;
  for (double t = 0.2; t < 5.8; t += 0.19) {
    ++struck;
    found += std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) {
      return std::abs(static_cast<double>(hit.frame) / kRate - t) < 0.01;
    });
  }
  EXPECT_GT(found, struck * 9 / 10);
}

TEST(FileEar, WhenAllIsKnownTomsAloneChangeTheirNames) {
  Result<FileEar> ear = untrained();  // it takes strokes for drums of every kind
  ASSERT_TRUE(ear);
  std::vector<Hit> hits = hear(*ear, beat(9), 4096);
  const std::vector<Hit> before = hits;
  ear->settle(hits);
  int toms = 0, others = 0;
  for (std::size_t h = 0; h < hits.size(); ++h) {
    const bool tom = family_of(before[h].voice) == Family::tom;
    toms += tom, others += !tom;
    EXPECT_EQ(family_of(hits[h].voice) == Family::tom, tom) << h;
    if (!tom) {
      EXPECT_EQ(hits[h].voice, before[h].voice) << h;
    }
  }
  EXPECT_GT(toms, 5);
  EXPECT_GT(others, 5);
}

TEST(FileEar, APadIsOneVoice) {
  Result<FileEar> ear =
      FileEar::make({.rate = kRate, .voices = VoicesMode::pad, .weights = file_ear_weights()});
  ASSERT_TRUE(ear);
  EXPECT_EQ(ear->detail(), VoiceDetail::none);
  const std::vector<Hit> hits = hear(*ear, beat(4), 4096);
  EXPECT_GT(hits.size(), 10U);
  for (const Hit& hit : hits) EXPECT_EQ(hit.voice, Voice::pad);
}

TEST(FileEar, AnotherEarsWeightsAreRefusedInOneLine) {
  EarWeights cut = file_ear_weights();
  cut.bytes.resize(cut.bytes.size() / 2);
  const Result<FileEar> half = FileEar::make({.rate = kRate, .weights = cut});
  ASSERT_FALSE(half);
  EXPECT_NE(half.error().line().find("cut short"), std::string::npos) << half.error().line();
  EarWeights other = file_ear_weights();
  other.bytes[8 + 4 * 4] += 1;  // the GRU's size
  const Result<FileEar> wide = FileEar::make({.rate = kRate, .weights = other});
  ASSERT_FALSE(wide);
  EXPECT_NE(wide.error().line().find("another architecture"), std::string::npos) << wide.error().line();
  const Result<Ear> live = Ear::make({.rate = kRate, .weights = file_ear_weights()});
  ASSERT_FALSE(live);
  EXPECT_EQ(live.error().line(), file_ear_weights().name +
                                     ": the file ear's weights, not the live ear's. Hear with --ear file, or "
                                     "name the live ear's weights.");
}

TEST(FileEar, WithoutItsOwnWeightsItIsNotMade) {
  const Result<FileEar> none = FileEar::make({.rate = kRate});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::unsupported);
  std::vector<std::uint8_t> live = untrained_weights();
  live[5] = '0';
  const Result<FileEar> other = FileEar::make({.rate = kRate, .weights = EarWeights{"live.weights", live}});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace firstchair::ear
