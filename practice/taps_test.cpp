// Players who tap are made up: where their taps lie is known.
#include "practice/taps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace firstchair::practice {
namespace {

TapTrain train_at(double rate = 48000) {
  Result<TapTrain> train = make_tap_train({.rate = rate});
  EXPECT_TRUE(train);
  return std::move(*train);
}

// A tap to every click, `late` ms after it, each by so many more.
std::vector<float> taps_of(const TapTrain& train, double late, const std::vector<double>& more = {}) {
  std::vector<float> taps;
  for (std::size_t i = 0; i < train.clicks.size(); ++i) {
    const double ms = late + (more.empty() ? 0 : more[i % more.size()]);
    taps.push_back(static_cast<float>(static_cast<double>(train.clicks[i]) + ms_to_frames(ms, train.rate)));
  }
  return taps;
}

// 500 ms, four clicks that count in, sixteen to tap to, a beat of 750 ms each.
TEST(Taps, TheClickSoundsTwentyTimesAndIsStillWhereTheLastTapIsWaitedFor) {
  for (const double rate : {44100.0, 48000.0}) {
    const TapTrain train = train_at(rate);
    ASSERT_EQ(train.clicks.size(), 16U);
    EXPECT_NEAR(static_cast<double>(train.clicks.front()), 3.5 * rate, 1);
    EXPECT_NEAR(static_cast<double>(train.clicks.back()), (3.5 + 15 * 0.75) * rate, 1);
    ASSERT_GE(static_cast<double>(train.sound.size()), (3.5 + 16 * 0.75) * rate - 1);
    const auto loudest = [&](Frames from, double seconds) {
      float peak = 0;
      for (Frames i = from; i < from + static_cast<Frames>(seconds * rate); ++i)
        peak = std::max(peak, std::abs(train.sound[static_cast<std::size_t>(i)]));
      return peak;
    };
    for (const Frames click : train.clicks) EXPECT_GT(loudest(click, 0.02), 0.05F);
    EXPECT_EQ(loudest(train.clicks.back() + static_cast<Frames>(0.3 * rate), 0.4), 0.0F);
  }
}

TEST(Taps, ADelayIsFoundEarlyAsWellAsLate) {
  const TapTrain train = train_at();
  for (const double late : {-180.0, -25.0, 0.0, 31.5, 240.0, 550.0}) {
    const Result<Loopback> trip = measure_taps(train, taps_of(train, late, {-6, 6, 2, -2}));
    ASSERT_TRUE(trip) << late << ": " << trip.error().line();
    EXPECT_NEAR(trip->round_trip_ms, late, 0.05);
    EXPECT_NEAR(trip->round_trip, ms_to_frames(late, 48000), 2);
    EXPECT_NEAR(trip->spread_ms, 4.6, 0.1);  // SD of +-6 and +-2 over sixteen
    EXPECT_EQ(trip->found, 16);
  }
}

// Four taps early by 5 ms, four late by 5, and so on: sixteen taps, but no more than four things to go by.
//   runs' means -5 5 -5 5, their SD 5.77, its error 2.89, times Student's 3.182: 9.19
TEST(Taps, NeighboursThatLieAlikeMakeTheIntervalNoNarrower) {
  const TapTrain train = train_at();
  std::vector<double> more;
  for (int i = 0; i < 16; ++i) more.push_back((i / 4) % 2 == 0 ? -5 : 5);
  const Result<Loopback> trip = measure_taps(train, taps_of(train, 10, more));
  ASSERT_TRUE(trip);
  EXPECT_NEAR(trip->high_ms - trip->round_trip_ms, 9.19, 0.05);
  EXPECT_NEAR(trip->round_trip_ms - trip->low_ms, 9.19, 0.05);
}

// Early and late by turns: the runs' means are the same to the bit, and yet the delay is not known to
// nothing.
TEST(Taps, TurnsOfEarlyAndLateHaveAnIntervalToo) {
  const TapTrain train = train_at();
  const Result<Loopback> trip = measure_taps(train, taps_of(train, 10, {-6, 6}));
  ASSERT_TRUE(trip);
  EXPECT_NEAR(trip->high_ms - trip->low_ms, 2 * 2.201 * 6.2 / 4, 0.1);
}

// Law: of players whose taps lie 18 ms apart (SD) and hang together by 0.4 from tap to tap, the interval
// holds the delay in 95 of 100, less what four runs do not see of that.
TEST(Taps, TheIntervalHoldsTheDelayAsOftenAsItSays) {
  const TapTrain train = train_at();
  std::mt19937 random(7);
  std::normal_distribution<double> normal;
  int held = 0;
  constexpr int kPlayers = 500;
  for (int player = 0; player < kPlayers; ++player) {
    std::vector<double> more;
    double last = 18 * normal(random);
    for (int i = 0; i < 16; ++i)
      more.push_back(last = 0.4 * last + std::sqrt(1 - 0.16) * 18 * normal(random));
    const Result<Loopback> trip = measure_taps(train, taps_of(train, 20, more));
    ASSERT_TRUE(trip);
    held += trip->low_ms <= 20 && 20 <= trip->high_ms ? 1 : 0;
  }
  EXPECT_GE(held, kPlayers * 90 / 100);
  EXPECT_LE(held, kPlayers * 98 / 100);
}

TEST(Taps, TheCountInAndADoubleTriggerCountForNothing) {
  const TapTrain train = train_at();
  std::vector<float> taps = taps_of(train, 12, {-3, 3});
  for (int i = 0; i < 4; ++i)
    taps.push_back(static_cast<float>(static_cast<double>(train.clicks.front()) -
                                      ms_to_frames(750 * (i + 1) - 40, 48000)));
  taps.push_back(taps[5] + static_cast<float>(ms_to_frames(60, 48000)));  // the same pad once more
  taps.erase(taps.begin() + 9);                                           // and one that was left out
  const Result<Loopback> trip = measure_taps(train, taps);
  ASSERT_TRUE(trip);
  EXPECT_EQ(trip->found, 15);
  EXPECT_NEAR(trip->round_trip_ms, 12, 0.4);
}

TEST(Taps, ATapAsItComesIsCountedByItsClick) {
  const TapTrain train = train_at();
  const auto at = [&](double seconds) { return click_of_tap(train, seconds * 48000); };
  EXPECT_EQ(at(-1), 0);
  EXPECT_EQ(at(3.5 - 0.38), 0);
  EXPECT_EQ(at(3.5 - 0.37), 1);
  EXPECT_EQ(at(3.5 + 0.75 + 0.1), 2);
  EXPECT_EQ(at(3.5 + 15 * 0.75 - 0.02), 16);
  EXPECT_EQ(at(60), 16);
  EXPECT_EQ(click_of_tap(TapTrain{}, 0), 0);
}

void expect_refused(const std::vector<float>& taps, const std::string& reason) {
  const Result<Loopback> trip = measure_taps(train_at(), taps);
  ASSERT_FALSE(trip) << reason;
  EXPECT_EQ(trip.error().code, ErrorCode::unsupported);
  EXPECT_NE(trip.error().what.find(reason), std::string::npos) << trip.error().line();
  EXPECT_NE(trip.error().advice, "");
}

TEST(Taps, TooFewOfThemOrTooWideAreRefused) {
  const TapTrain train = train_at();
  std::vector<float> taps = taps_of(train, 5);
  expect_refused({}, "only 0 of 16");
  taps.resize(11);
  expect_refused(taps, "only 11 of 16");
  expect_refused(taps_of(train, 0, {-60, 60, -50, 50}), "scatter by 57 ms");
  EXPECT_FALSE(make_tap_train({.rate = 48000, .level_db = 3}));
}

}  // namespace
}  // namespace firstchair::practice
