#include "io/sound/ahead.h"

#include <gtest/gtest.h>

#include <chrono>

#include "testing/no_new.h"

namespace firstchair::io {
namespace {

// Every frame's sound is its number, so what is lost or doubled is seen.
void number(Frames frame, std::span<float> left, std::span<float> right) {
  for (std::size_t k = 0; k < left.size(); ++k) {
    left[k] = static_cast<float>(frame + static_cast<Frames>(k));
    right[k] = -left[k];
  }
}

void wait(const Ahead& ahead, Frames frame, std::size_t frames) {
  for (int turn = 0; turn < 5000 && !ahead.has(frame, frames); ++turn)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

TEST(Ahead, GivesEveryFrameOnceWhateverTheBlocksAre) {
  Ahead ahead(number, 64, 512);
  Frames at = 0;
  for (const std::size_t block : {128u, 64u, 200u, 1u, 256u, 77u}) {
    wait(ahead, at, block);
    std::vector<float> left(block), right(block);
    bool whole = false;
    {
      const testing::AudioScope scope;
      whole = ahead.push(at, left, right);
    }
    ASSERT_TRUE(whole);
    for (std::size_t k = 0; k < block; ++k) {
      ASSERT_EQ(left[k], static_cast<float>(at + static_cast<Frames>(k)));
      ASSERT_EQ(right[k], -left[k]);
    }
    at += static_cast<Frames>(block);
  }
  EXPECT_EQ(ahead.late(), 0);
}

TEST(Ahead, ABlockThatIsLeftOutIsNotHeardAndMovesNothing) {
  Ahead ahead(number, 64, 256);
  std::vector<float> left(64), right(64);
  wait(ahead, 0, 64);
  ASSERT_TRUE(ahead.push(0, left, right));
  wait(ahead, 128, 64);
  std::fill(left.begin(), left.end(), 0.F);
  ASSERT_TRUE(ahead.push(128, left, right));
  EXPECT_EQ(left[0], 128);
}

TEST(Ahead, NeverRendersFurtherAheadThanItShould) {
  Ahead ahead(number, 64, 256);
  wait(ahead, 0, 256);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(ahead.rendered(), 256);
}

// A callback that comes before the thread gets silence, and the frames after it are in their places.
TEST(Ahead, WhatIsNotThereYetIsSilentAndCounted) {
  Ahead ahead(
      [](Frames frame, std::span<float> left, std::span<float> right) {
        if (frame == 128) std::this_thread::sleep_for(std::chrono::milliseconds(60));
        number(frame, left, right);
      },
      64, 128);
  wait(ahead, 0, 128);
  std::vector<float> left(128), right(128);
  ASSERT_TRUE(ahead.push(0, left, right));
  std::fill(left.begin(), left.end(), 0.F);
  EXPECT_FALSE(ahead.push(128, left, right));
  EXPECT_EQ(left[0], 0);
  EXPECT_EQ(ahead.late(), 128);
  wait(ahead, 256, 64);
  std::vector<float> next(64), other(64);
  ASSERT_TRUE(ahead.push(256, next, other));
  EXPECT_EQ(next[0], 256);
}

}  // namespace
}  // namespace firstchair::io
