#include "io/live/tick_count_test.h"

#include <gtest/gtest.h>

namespace firstchair::io {
namespace {

constexpr int kTicks = 72;
constexpr std::int64_t kFirst = 1000, kEvery = 480;

std::vector<CameMessage> all_of_them() {
  std::vector<CameMessage> came;
  for (int k = 0; k < kTicks; ++k) {
    if (k % kTicksANumber == 0)
      came.push_back({.frame = kFirst + k * kEvery, .status = 0xF2, .number = k / kTicksANumber});
    came.push_back({.frame = kFirst + k * kEvery + 7, .status = 0xF8});
  }
  return came;
}
TickCount count(const std::vector<CameMessage>& came, int unknown = -1) {
  std::vector<std::int64_t> due;
  for (int k = 0; k < kTicks; ++k) due.push_back(k == unknown ? -1 : kFirst + k * kEvery);
  return count_ticks(came, due);
}

TEST(TickCount, EveryTickIsFoundOnceWithHowLateItIs) {
  const TickCount found = count(all_of_them());
  EXPECT_EQ(found.lost + found.doubled + found.disordered, 0);
  EXPECT_EQ(found.late, std::vector<std::int64_t>(kTicks, 7));
  EXPECT_EQ(count(all_of_them(), 30).late.size(), 71u);  // its sound was not heard
}

TEST(TickCount, OneThatIsLostOrDoubledIsCountedAndItsQuarterTellsNothing) {
  std::vector<CameMessage> came = all_of_them();
  came.erase(came.begin() + 30);
  EXPECT_EQ(count(came).lost, 1);
  EXPECT_EQ(count(came).doubled, 0);
  EXPECT_EQ(count(came).late.size(), 48u);
  came = all_of_them();
  came.insert(came.begin() + 30, came[30]);
  EXPECT_EQ(count(came).doubled, 1);
  EXPECT_EQ(count(came).lost, 0);
  EXPECT_EQ(count({}).lost, kTicks);
}

// A nearest tick would call it early.
TEST(TickCount, ATickThatIsMoreThanHalfATickLateIsLateByThat) {
  std::vector<CameMessage> came = all_of_them();
  for (CameMessage& one : came) one.frame += 3 * kEvery;
  EXPECT_EQ(count(came).late, std::vector<std::int64_t>(kTicks, 3 * kEvery + 7));
}

TEST(TickCount, ANumberThatIsLostLosesNoTickAndNumbersInNoOrderAreCounted) {
  std::vector<CameMessage> came = all_of_them();
  came.erase(came.begin() + 25);  // the second number
  EXPECT_EQ(count(came).lost + count(came).doubled + count(came).disordered, 0);
  EXPECT_EQ(count(came).late.size(), 72u);
  came = all_of_them();
  std::swap(came[25].number, came[50].number);
  EXPECT_EQ(count(came).disordered, 1);
}

}  // namespace
}  // namespace firstchair::io
