// The time that push() takes, whatever comes in.
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <functional>
#include <limits>

#include "engine/ear/ear.h"
#include "engine/ear/synthetic_strokes.h"

namespace firstchair::ear {
namespace {

// With a sanitizer in, an hour of sound would take minutes.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kChecked = true;
#elif defined(__has_feature)
constexpr bool kChecked = __has_feature(address_sanitizer) || __has_feature(realtime_sanitizer);
#else
constexpr bool kChecked = false;
#endif

constexpr double kRate = 44100;
constexpr std::size_t kBlock = 64;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Cost {
  double mean = 0,
         most = 0;  // seconds a block; most: but for one in five hundred, which may be the machine's
};

Cost cost_of(const std::vector<float>& sound) {
  Result<Ear> ear = Ear::make({.rate = kRate, .max_block = kBlock});
  std::vector<double> blocks;
  for (std::size_t i = 0; i + kBlock <= sound.size(); i += kBlock) {
    const double before = cpu_seconds();
    ear->push({sound.data() + i, kBlock});
    blocks.push_back(cpu_seconds() - before);
  }
  Cost cost;
  for (const double block : blocks) cost.mean += block / static_cast<double>(blocks.size());
  std::sort(blocks.begin(), blocks.end());
  cost.most = blocks[blocks.size() - 1 - blocks.size() / 500];
  return cost;
}

TEST(EarBudget, NoInputCostsMuchMoreThanABeatDoes) {
  std::vector<SyntheticStroke> strokes;
  for (int i = 0; i < 20; ++i) strokes.push_back({0.1 + 0.125 * i, i % 2 ? Voice::snare : Voice::kick, 0.5});
  std::vector<float> beat = synthesise(strokes, 3, kRate);
  add_noise(beat, -70);
  const auto filled = [&](const std::function<double(std::size_t)>& value) {
    std::vector<float> sound(beat.size());
    for (std::size_t i = 0; i < sound.size(); ++i) sound[i] = static_cast<float>(value(i));
    return sound;
  };
  Noise noise(5);
  const std::vector<std::pair<const char*, std::vector<float>>> inputs{
      {"silence", filled([](std::size_t) { return 0; })},
      {"denormals", filled([](std::size_t i) { return i % 2 ? 1e-41 : -3e-42; })},
      {"a sound that dies away",
       filled([](std::size_t i) { return std::exp(-0.01 * static_cast<double>(i)); })},
      {"not a number", filled([](std::size_t) { return std::numeric_limits<double>::quiet_NaN(); })},
      {"infinity", filled([](std::size_t) { return std::numeric_limits<double>::infinity(); })},
      {"a full-scale square wave", filled([](std::size_t i) { return i / 220 % 2 ? 1 : -1; })},
      {"an offset", filled([](std::size_t) { return 0.9; })},
      {"noise at full scale", filled([&](std::size_t) { return noise(); })}};
  const Cost usual = cost_of(beat);
  constexpr double kBlockSeconds = kBlock / kRate;
  for (const auto& [name, sound] : inputs) {
    const Cost cost = cost_of(sound);
    EXPECT_LT(cost.mean, 2 * usual.mean) << name;
    EXPECT_LT(cost.most, kBlockSeconds) << name;
  }
}

TEST(EarBudget, AnHourOfSilenceIsHeardAsNothingAndTheStrokeAfterItIsHeard) {
  constexpr int kSeconds = kChecked ? 300 : 3600;
  Result<Ear> ear = Ear::make({.rate = kRate});
  const std::vector<float> second(static_cast<std::size_t>(kRate));
  std::size_t told = 0;
  for (int i = 0; i < kSeconds; ++i) {
    ear->push(second);
    told += ear->hits().size() + ear->onsets().size();
  }
  EXPECT_EQ(told, 0U);
  const std::vector<float> stroke = synthesise({{0.5, Voice::snare, 0.5}}, 1, kRate);
  ear->push(stroke);
  ASSERT_FALSE(ear->hits().empty());
  EXPECT_NEAR(static_cast<double>(ear->hits().front().frame) - kSeconds * kRate, 0.5 * kRate, 0.002 * kRate);
}

}  // namespace
}  // namespace firstchair::ear
