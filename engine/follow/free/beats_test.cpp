#include "engine/follow/free/beats.h"

#include <gtest/gtest.h>

#include "testing/follow/drummer.h"

namespace firstchair::follow {
namespace {

BeatTracker made(BeatConfig config = {.rate = testing::kTestRate}) {
  Result<BeatTracker> tracker = BeatTracker::make(config);
  EXPECT_TRUE(tracker);
  return std::move(*tracker);
}

std::vector<Hit> human(const Chart& chart, std::uint64_t seed, double period,
                       std::function<double(double)> seconds = nullptr) {
  if (!seconds) seconds = [period](double q) { return period * q; };
  testing::Drummer drummer{.random = std::mt19937_64(seed), .spread_ms = 8, .seconds = std::move(seconds)};
  return testing::play(chart, drummer);
}

// Distance (in beats) of the phase told at a stroke from the true one.
double off(const Beat& beat, double quarters) {
  return std::abs(std::remainder(beat.phase - quarters, 1.0));
}

TEST(Beats, RockIsLockedWithinTwoBarsAtAnyUsualTempo) {
  for (const double bpm : {75.0, 92.0, 108.0, 120.0, 135.0}) {
    const Chart chart = testing::rock(12);
    const double period = 60 / bpm;
    BeatTracker tracker = made();
    int late = 0, after = 0;
    for (const Hit& hit : human(chart, 3, period)) {
      tracker.push(hit);
      const double quarters = (static_cast<double>(hit.frame) / testing::kTestRate - 1) / period;
      if (quarters < 8) continue;
      const Beat beat = tracker.at(hit.frame);
      ASSERT_TRUE(beat.known);
      ++after;
      late += off(beat, quarters) > 0.1 || std::abs(beat.bpm - bpm) > 0.05 * bpm;
    }
    EXPECT_GT(after, 100);
    EXPECT_LE(late, after / 50) << bpm;
  }
}

TEST(Beats, TheNextBeatIsWhereThePhaseSays) {
  BeatTracker tracker = made();
  EXPECT_FALSE(tracker.at(0).known);
  const std::vector<Hit> hits = human(testing::rock(8), 4, 0.5);
  for (const Hit& hit : hits) tracker.push(hit);
  for (int ms = 0; ms < 2000; ms += 130) {
    const Frames frame = hits.back().frame + ms * 48;
    const Beat beat = tracker.at(frame);
    EXPECT_GT(beat.next, static_cast<double>(frame));
    EXPECT_NEAR(beat.next - static_cast<double>(frame), (1 - beat.phase) * 60 / beat.bpm * testing::kTestRate,
                1);
    const double at = (beat.next / testing::kTestRate - 1) / 0.5;
    EXPECT_NEAR(at, std::round(at), 0.06);
  }
  EXPECT_GT(tracker.at(hits.back().frame + 96000).phase_sd_ms, tracker.at(hits.back().frame).phase_sd_ms);
}

TEST(Beats, ATempoThatWandersByTenPercentIsFollowed) {
  const double w = 2 * 3.14159265 / 60;
  const auto seconds = [w](double q) { return 0.5 * (q + 0.1 / w * (1 - std::cos(w * q))); };
  const Chart chart = testing::rock(32);
  BeatTracker tracker = made();
  int right = 0, all = 0;
  for (const Hit& hit : human(chart, 5, 0.5, seconds)) {
    tracker.push(hit);
    if (++all <= 40) continue;
    // The tempo that holds here, from the inverse of seconds() by halving.
    double low = 0, high = 4.0 * 32;
    for (int i = 0; i < 40; ++i) {
      const double middle = (low + high) / 2;
      (1 + seconds(middle) < static_cast<double>(hit.frame) / testing::kTestRate ? low : high) = middle;
    }
    const Beat beat = tracker.at(hit.frame);
    right += off(beat, low) < 0.1 && std::abs(beat.bpm - 120 / (1 + 0.1 * std::sin(w * low))) < 8;
  }
  EXPECT_GT(all, 300);
  EXPECT_GE(right, (all - 40) * 95 / 100);
}

TEST(Beats, AToldTempoSettlesHalfAndDouble) {
  // Quarters alone could be anything.
  const Chart chart = testing::chart_of({{Voice::hat_closed, testing::times("x...x...x...x...", 8)}});
  for (const double told : {60.0, 120.0}) {
    BeatTracker tracker = made({.rate = testing::kTestRate, .bpm = told});
    const std::vector<Hit> hits = human(chart, 6, 0.5);
    for (const Hit& hit : hits) tracker.push(hit);
    EXPECT_NEAR(tracker.at(hits.back().frame).bpm, told, 3);
  }
}

TEST(Beats, AfterAPauseAnotherTempoIsFound) {
  BeatTracker tracker = made();
  for (const Hit& hit : human(testing::rock(8), 7, 0.5)) tracker.push(hit);
  int right = 0, all = 0;
  for (Hit hit : human(testing::rock(12), 8, 60.0 / 95)) {
    const double quarters = (static_cast<double>(hit.frame) / testing::kTestRate - 1) / (60.0 / 95);
    hit.frame += 25 * 48000;
    tracker.push(hit);
    if (quarters < 16) continue;
    ++all;
    right += off(tracker.at(hit.frame), quarters) < 0.1 && std::abs(tracker.at(hit.frame).bpm - 95) < 5;
  }
  EXPECT_GT(all, 60);
  EXPECT_GE(right, all * 9 / 10);
}

TEST(Beats, ResetForgetsEverything) {
  BeatTracker tracker = made();
  const std::vector<Hit> hits = human(testing::rock(4), 9, 0.5);
  for (const Hit& hit : hits) tracker.push(hit);
  const Beat first = tracker.at(hits.back().frame);
  tracker.reset();
  EXPECT_FALSE(tracker.at(0).known);
  for (const Hit& hit : hits) tracker.push(hit);
  const Beat second = tracker.at(hits.back().frame);
  EXPECT_EQ(first.next, second.next);
  EXPECT_EQ(first.probability, second.probability);
}

TEST(Beats, MakeRefusesARateOfNothing) {
  EXPECT_EQ(BeatTracker::make({.rate = 0}).error().code, ErrorCode::unsupported);
}

}  // namespace
}  // namespace firstchair::follow
