#include "engine/core/spsc_queue.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <thread>
#include <vector>

namespace firstchair {
namespace {

TEST(SpscQueue, GivesBackInOrderWhatWentIn) {
  SpscQueue<int> queue(4);
  int item = 0;
  EXPECT_FALSE(queue.pop(item));
  for (int round = 0; round < 10; ++round) {  // round and round the ring
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(queue.push(10 * round + i));
    for (int i = 0; i < 3; ++i) {
      ASSERT_TRUE(queue.pop(item));
      EXPECT_EQ(item, 10 * round + i);
    }
    EXPECT_FALSE(queue.pop(item));
  }
}

TEST(SpscQueue, HoldsItsCapacityAndRefusesTheNextItem) {
  SpscQueue<int> queue(5);
  ASSERT_EQ(queue.capacity(), 8u);
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(queue.push(i));
  EXPECT_FALSE(queue.push(8));
  int item = -1;
  ASSERT_TRUE(queue.pop(item));
  EXPECT_EQ(item, 0);
  EXPECT_TRUE(queue.push(8));
}

TEST(SpscQueue, TakesABlockWholeOrNotAtAll) {
  SpscQueue<int> queue(8);
  const std::array<int, 5> block{1, 2, 3, 4, 5};
  ASSERT_TRUE(queue.push(std::span<const int>(block)));
  EXPECT_FALSE(queue.push(std::span<const int>(block)));
  std::array<int, 8> got{};
  EXPECT_EQ(queue.pop(got), 5u);
  EXPECT_EQ(got[4], 5);
}

TEST(SpscQueue, WhatIsTakenWhereItLiesIsWhatWentInAlsoRoundTheEnd) {
  SpscQueue<int> queue(8);
  std::array<int, 16> got{};
  int in = 0, out = 0, spans = 0;
  std::size_t size = 0;
  const auto copy = [&](std::span<const int> items) FIRSTCHAIR_AUDIO {
    ++spans;
    for (const int item : items) got[size++] = item;
  };
  for (const std::size_t count : {5u, 3u, 7u, 1u, 8u, 6u}) {
    for (std::size_t k = 0; k < count; ++k) ASSERT_TRUE(queue.push(in++));
    spans = 0, size = 0;
    EXPECT_EQ(queue.pop_where_they_lie(count + 2, copy), count);
    ASSERT_EQ(size, count);
    EXPECT_LE(spans, 2);
    for (std::size_t k = 0; k < count; ++k) EXPECT_EQ(got[k], out++);
  }
  spans = 0;
  EXPECT_EQ(queue.pop_where_they_lie(4, copy), 0u);
  EXPECT_EQ(spans, 0);
}

// The pushing thread numbers its items and sends them in blocks of changing size; the popping thread must see
// every number once and in order, with the item's two halves from the same push.
TEST(SpscQueue, LosesAndTearsNothingBetweenTwoThreads) {
  struct Item {
    std::uint64_t number, twice;
  };
  constexpr std::uint64_t kItems = 300000;
  SpscQueue<Item> queue(1024);
  std::thread pusher([&] {
    std::vector<Item> block;
    for (std::uint64_t next = 0; next < kItems;) {
      block.clear();
      for (std::uint64_t i = 0; i < 1 + next % 7 && next + i < kItems; ++i)
        block.push_back({next + i, 2 * (next + i)});
      while (!queue.push(std::span<const Item>(block))) std::this_thread::yield();
      next += block.size();
    }
  });
  std::uint64_t expected = 0, wrong = 0;
  std::array<Item, 5> got{};
  while (expected < kItems) {
    const std::size_t count = queue.pop(got);
    if (count == 0) std::this_thread::yield();
    for (std::size_t i = 0; i < count; ++i, ++expected)
      wrong += got[i].number != expected || got[i].twice != 2 * expected;
  }
  pusher.join();
  EXPECT_EQ(wrong, 0u);
  Item item{};
  EXPECT_FALSE(queue.pop(item));
}

}  // namespace
}  // namespace firstchair
