// The audio promise: push() never allocates. This program's operator new fails the test while a guard is
// alive.
#include <gtest/gtest.h>

#include "engine/follow/chart/follower.h"
#include "engine/follow/free/beats.h"
#include "testing/follow/drummer.h"
#include "testing/no_new.h"

namespace firstchair::follow {
namespace {

// Sense and nonsense: the chart as written, then strokes at random with pauses, so that the follower is lost.
std::vector<Hit> troubles(const Chart& chart) {
  testing::Drummer drummer{.random = std::mt19937_64(1), .spread_ms = 10};
  std::vector<Hit> hits = testing::play(chart, drummer);
  std::mt19937_64 random(2);
  Frames frame = hits.back().frame;
  for (int i = 0; i < 1500; ++i) {
    Hit hit;
    hit.frame = frame += static_cast<Frames>(random() % (i % 50 == 0 ? 200000 : 12000));
    hit.voice = static_cast<Voice>(random() % kVoiceCount);
    hits.push_back(hit);
  }
  return hits;
}

TEST(FollowAllocation, FollowerNeverAllocatesInPush) {
  Chart unnamed = testing::rock(300);
  unnamed.tempi.clear();
  for (const Chart& chart : {testing::rock(8), testing::rock(300), unnamed}) {
    Result<Follower> follower = Follower::make(chart, {.rate = testing::kTestRate});
    ASSERT_TRUE(follower);
    std::int64_t answered = 0;
    for (const Hit& hit : troubles(chart)) {
      const testing::AudioScope scope;
      follower->push(hit);
      answered += follower->answer().note >= 0 && follower->at(hit.frame).known;
    }
    EXPECT_GT(answered, static_cast<std::int64_t>(chart.notes.size()) * 9 / 10);
    const testing::AudioScope scope;
    follower->reset();
  }
}

TEST(FollowAllocation, BeatTrackerNeverAllocatesInPush) {
  Result<BeatTracker> tracker = BeatTracker::make({.rate = testing::kTestRate});
  ASSERT_TRUE(tracker);
  int known = 0;
  for (const Hit& hit : troubles(testing::rock(40))) {
    const testing::AudioScope scope;
    tracker->push(hit);
    known += tracker->at(hit.frame).known;
  }
  EXPECT_GT(known, 1500);
  const testing::AudioScope scope;
  tracker->reset();
}

TEST(FollowAllocation, TheGuardItselfWorks) {
  EXPECT_DEATH(
      {
        const testing::AudioScope scope;
        ::operator delete(::operator new(4));
      },
      "");
}

}  // namespace
}  // namespace firstchair::follow
