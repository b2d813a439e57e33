// The audio promise of this room: what an audio callback calls allocates nothing.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "engine/core/spsc_queue.h"
#include "live/take_writer.h"
#include "practice/click.h"
#include "testing/no_new.h"

namespace firstchair::live {
namespace {

TEST(LiveAllocation, ClickTakeWriterAndQueueNeverAllocateInTheCallback) {
  const std::string folder = ::testing::TempDir() + "/live_allocation_test." + std::to_string(::getpid());
  std::filesystem::remove_all(folder);
  auto writer = TakeWriter::start({.folder = folder});
  auto click = practice::Click::make(
      {.plan = {.bpm = 300, .subdivision = 4, .gap_on = 1, .gap_off = 1, .mute_share = 0.2}});
  ASSERT_TRUE(writer);
  ASSERT_TRUE(click);
  SpscQueue<Hit> queue(16);
  std::vector<float> block(512);
  std::array<practice::ClickEvent, 8> events;
  const Hit hit;
  for (Frames frame = 0; frame < 48000; frame += 512) {
    const std::span<const float> one(block);
    const testing::AudioScope scope;
    click->push(frame, block);
    click->upcoming(frame + 512, events);
    writer->push(frame, {&one, 1});
    writer->push({&hit, 1});
    Hit got;
    if (!queue.push(hit) || !queue.pop(got)) std::abort();
  }
  EXPECT_GE(writer->finish().frames, 48000);
  std::filesystem::remove_all(folder);
}

TEST(LiveAllocation, TheGuardItselfWorks) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        const testing::AudioScope scope;
        ::operator delete(::operator new(4));
      },
      "");
}

}  // namespace
}  // namespace firstchair::live
