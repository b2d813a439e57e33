// The round trip in rooms that are made up, where the truth is known.
#include "practice/loopback.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

namespace firstchair::practice {
namespace {

struct Room {
  double delay = 0;                               // frames, may be fractional
  double gain = 1;                                // negative: polarity turned
  std::vector<std::pair<double, double>> echoes;  // (ms after the direct sound, gain)
  double noise = 0;                               // standard deviation
  double wander_ms = 0;                           // SD of the delay, anew for every pulse
  int lost = 0;                                   // the last so many pulses never arrive
};

// Every pulse laid down at its own time, between frames by a windowed sinc.
std::vector<float> through(const PulseTrain& train, const Room& room, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::vector<double> heard(static_cast<std::size_t>(train.listen), 0.0);
  const std::size_t length = train.sound.size() - static_cast<std::size_t>(train.starts.back());
  const auto lay = [&](Frames start, double delay, double gain) {
    const auto whole = static_cast<Frames>(std::floor(delay));
    const double part = delay - static_cast<double>(whole);
    for (int tap = -31; tap <= 32; ++tap) {
      const double x = tap - part;
      const double sinc = std::abs(x) < 1e-12 ? 1 : std::sin(M_PI * x) / (M_PI * x);
      const double weight = gain * sinc * (0.5 + 0.5 * std::cos(M_PI * x / 33));
      if (weight == 0) continue;
      for (std::size_t i = 0; i < length; ++i) {
        const Frames to = start + whole + tap + static_cast<Frames>(i);
        if (to >= 0 && to < train.listen)
          heard[static_cast<std::size_t>(to)] +=
              weight * static_cast<double>(train.sound[static_cast<std::size_t>(start) + i]);
      }
    }
  };
  for (std::size_t p = 0; p + static_cast<std::size_t>(room.lost) < train.starts.size(); ++p) {
    const double delay = room.delay + ms_to_frames(room.wander_ms, train.plan.rate) * normal(random);
    lay(train.starts[p], delay, room.gain);
    for (const auto& [ms, gain] : room.echoes)
      lay(train.starts[p], delay + ms_to_frames(ms, train.plan.rate), gain);
  }
  std::vector<float> sound;
  for (const double sample : heard) sound.push_back(static_cast<float>(sample + room.noise * normal(random)));
  return sound;
}

void expect_round_trip(const PulseTrain& train, const Room& room, double tolerance_frames) {
  const Result<Loopback> loopback = measure_loopback(train, through(train, room));
  ASSERT_TRUE(loopback) << loopback.error().line();
  EXPECT_NEAR(loopback->round_trip, room.delay, tolerance_frames);
  EXPECT_GE(loopback->found, kFewestPulses);
  EXPECT_LE(loopback->low_ms, loopback->round_trip_ms);
  EXPECT_GE(loopback->high_ms, loopback->round_trip_ms);
}

TEST(Loopback, FindsAWholeNumberOfFramesExactlyAtEveryRate) {
  for (const double rate : {22050.0, 44100.0, 48000.0, 96000.0}) {
    const PulseTrain train = make_pulse_train({.rate = rate, .longest_ms = 60});
    for (const double delay : {0.0, 1.0, 256.0, 1277.0})
      expect_round_trip(train, {.delay = delay, .echoes = {}}, 1e-3);
  }
}

TEST(Loopback, FindsAFractionOfAFrameAndHeedsNoPolarity) {
  const PulseTrain train = make_pulse_train({.longest_ms = 60});
  for (const double delay : {300.25, 511.5, 1234.9}) {
    expect_round_trip(train, {.delay = delay, .echoes = {}}, 0.02);
    expect_round_trip(train, {.delay = delay, .gain = -0.3, .echoes = {}}, 0.02);
  }
}

// A reflection 2.5 ms later that is 1.5 times as strong, and a tail: the direct sound is meant.
TEST(Loopback, TakesTheDirectSoundAndNotAStrongerReflection) {
  const PulseTrain train = make_pulse_train({.longest_ms = 60});
  expect_round_trip(train,
                    {.delay = 900, .gain = 0.2, .echoes = {{2.5, 0.3}, {7, 0.15}, {19, 0.1}, {41, 0.08}}}, 2);
}

// -12 dB pulses arrive at -46 dB in noise of -48 dB RMS.
TEST(Loopback, FindsPulsesAsWeakAsTheNoiseAndSaysHowSureItIs) {
  const PulseTrain train = make_pulse_train({.longest_ms = 60});
  int covered = 0;
  for (unsigned seed = 1; seed <= 10; ++seed) {
    const Room room{.delay = 2000, .gain = 0.02, .echoes = {}, .noise = 0.004};
    const Result<Loopback> loopback = measure_loopback(train, through(train, room, seed));
    ASSERT_TRUE(loopback) << loopback.error().line();
    EXPECT_NEAR(loopback->round_trip, 2000, 3);
    const double truth = frames_to_ms(2000, 48000);
    covered += loopback->low_ms <= truth && truth <= loopback->high_ms;
  }
  EXPECT_GE(covered, 7);  // 9.5 expected
}

void expect_refused(const PulseTrain& train, const std::vector<float>& heard, const std::string& reason) {
  const Result<Loopback> loopback = measure_loopback(train, heard);
  ASSERT_FALSE(loopback) << reason << ": " << loopback->round_trip_ms << " ms, spread "
                         << loopback->spread_ms;
  EXPECT_EQ(loopback.error().code, ErrorCode::unsupported);
  EXPECT_NE(loopback.error().what.find(reason), std::string::npos) << loopback.error().line();
  EXPECT_NE(loopback.error().advice, "");
}

TEST(Loopback, RefusesToMeasureWhatItCannot) {
  const PulseTrain train = make_pulse_train({.longest_ms = 60});
  const auto length = static_cast<std::size_t>(train.listen);
  expect_refused(train, std::vector<float>(length, 0.0F), "silent");
  expect_refused(train, std::vector<float>(length, NAN), "not a sound");
  expect_refused(train, {}, "silent");
  expect_refused(train, through(train, {.delay = 500, .gain = 0, .echoes = {}, .noise = 0.05}),
                 "pulses came back");
  expect_refused(train, through(train, {.delay = 500, .echoes = {}, .lost = 11}), "19 of 30 pulses");
  expect_refused(train, through(train, {.delay = 500, .echoes = {}, .wander_ms = 1.6}), "");
  expect_refused(train, through(train, {.delay = 4000, .echoes = {}}),
                 "pulses came back");  // later than looked for
  std::vector<float> loud = through(train, {.delay = 500, .gain = 20, .echoes = {}});
  for (float& sample : loud) sample = std::clamp(sample, -1.0F, 1.0F);
  expect_refused(train, loud, "overdriven");
}

TEST(Loopback, RefusesARoundTripThatWandersByMoreThanAMillisecond) {
  const PulseTrain train = make_pulse_train({.longest_ms = 60});
  expect_round_trip(train, {.delay = 500, .echoes = {}, .wander_ms = 0.3}, 15);
  expect_refused(train, through(train, {.delay = 500, .echoes = {}, .wander_ms = 1.2}), "wanders");
}

// A drummer who plays on, a hum, music: nothing that repeats unlike the train may pass for it.
TEST(Loopback, RefusesOtherSoundsThatKeepTime) {
  const PulseTrain train = make_pulse_train({.longest_ms = 150});
  std::vector<float> clicks(static_cast<std::size_t>(train.listen), 0.0F), hum = clicks;
  const std::size_t length = train.sound.size() - static_cast<std::size_t>(train.starts.back());
  for (std::size_t at = 700; at + length < clicks.size(); at += 10800)  // the very pulse, but evenly
    for (std::size_t i = 0; i < length; ++i)
      clicks[at + i] = train.sound[static_cast<std::size_t>(train.starts.back()) + i];
  for (std::size_t i = 0; i < hum.size(); ++i)
    hum[i] = static_cast<float>(0.3 * std::sin(2 * M_PI * 3000 * static_cast<double>(i) / 48000));
  expect_refused(train, clicks, "pulses came back");
  expect_refused(train, hum, "pulses came back");
}

TEST(Loopback, PlaysNoLouderThanItSays) {
  const PulseTrain train = make_pulse_train({.level_db = 0});
  float peak = 0;
  for (const float sample : train.sound) peak = std::max(peak, std::abs(sample));
  EXPECT_LE(peak, 0.502F);
  EXPECT_EQ(train.starts.size(), 30u);
}

TEST(Loopback, OfSeveralOpeningsTheIntervalHoldsTheNextOne) {
  // Three openings 1 ms apart: t(2) = 4.303, SD 1, and the root of 1 + 1/3.
  const Result<Openings> joined = join_openings(std::vector<double>{70, 71, 72});
  ASSERT_TRUE(joined);
  EXPECT_DOUBLE_EQ(joined->round_trip_ms, 71);
  EXPECT_DOUBLE_EQ(joined->spread_ms, 1);
  EXPECT_NEAR(joined->high_ms - 71, 4.303 * std::sqrt(4.0 / 3), 0.01);
  EXPECT_NEAR(joined->low_ms + joined->high_ms, 142, 1e-9);
  EXPECT_FALSE(join_openings(std::vector<double>{70, 71}));

  // By simulation: one more opening lies inside in 95 of 100.
  std::mt19937 random(5);
  std::normal_distribution<double> opening(20, 3);
  int inside = 0;
  constexpr int kTrials = 4000;
  for (int i = 0; i < kTrials; ++i) {
    std::vector<double> ms;
    for (int k = 0; k < 4; ++k) ms.push_back(opening(random));
    const double next = ms.back();
    ms.pop_back();
    const Result<Openings> one = join_openings(ms);
    inside += next >= one->low_ms && next <= one->high_ms ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(inside) / kTrials, 0.95, 0.015);
}

}  // namespace
}  // namespace firstchair::practice
