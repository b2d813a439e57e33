#include "practice/band/midi_clock.h"

#include <gtest/gtest.h>

#include "testing/audio_scope.h"

namespace firstchair::practice {
namespace {

constexpr Ticks kQ = kTicksPerQuarter;

BandRunConfig bars(int count, double bpm, std::vector<band::MarkAt> marks = {}) {
  BandRunConfig config{.tempi = {{0, bpm}}, .marks = std::move(marks), .length = count * kTicksPerWhole};
  config.start = 96000;
  config.clock = {.follow = 0, .looseness_ms = 0};
  return config;
}

std::vector<ClockMessage> play(BandRun& run, MidiClock& clock) {
  std::vector<ClockMessage> all;
  all.reserve(100000);
  for (Frames from = 0; !run.over() && from < 200 * 48000; from += 64) {
    while (run.next(from, from + 64)) {
    }
    const testing::AudioScope scope;
    while (const std::optional<ClockMessage> message = clock.next(run, from, from + 64)) {
      all.push_back(*message);
      if (all.size() == all.capacity()) return all;
    }
  }
  return all;
}

// 125 BPM: a quarter is 23040 frames, a tick 960.
TEST(MidiClock, TicksOnTheExactFrameFromTheCountInOnAndStartsAtBarOne) {
  BandRun run = *BandRun::make(bars(4, 125));
  MidiClock clock(4 * kQ);
  const std::vector<ClockMessage> all = play(run, clock);
  Frames due = 96000 - 4 * 23040;
  int ticks = 0;
  for (const ClockMessage& message : all) {
    if (message.bytes[0] == MidiClock::kStart) {
      EXPECT_EQ(message.frame, 96000);
      EXPECT_EQ(ticks, 96);
    }
    if (message.bytes[0] != MidiClock::kTick) continue;
    ASSERT_EQ(message.frame, due);
    due += 960;
    ++ticks;
  }
  EXPECT_EQ(ticks, 24 * 20);
  EXPECT_EQ(all.back().bytes[0], MidiClock::kStop);
}

//  bars  1  2s 3s 4     the solo goes round once more: 1 2 3 2 3 4
TEST(MidiClock, AJumpStopsTellsThePlaceAndGoesOnWithoutALostTick) {
  BandRunConfig config = bars(4, 125, {{kTicksPerWhole, 3 * kTicksPerWhole, band::Mark::solo}});
  config.form.solo_bars = 4;
  BandRun run = *BandRun::make(config);
  MidiClock clock(0);
  const std::vector<ClockMessage> all = play(run, clock);
  std::vector<std::uint8_t> others;
  Frames due = 96000, jumped = 0;
  for (const ClockMessage& message : all) {
    if (message.bytes[0] == MidiClock::kTick) {
      ASSERT_EQ(message.frame, due);
      due += 960;
      continue;
    }
    others.push_back(message.bytes[0]);
    if (message.bytes[0] == MidiClock::kPosition) {
      jumped = message.frame;
      EXPECT_EQ(message.bytes[1], 16);  // bar 2
      EXPECT_EQ(message.size, 3);
    }
  }
  EXPECT_EQ(others, (std::vector<std::uint8_t>{MidiClock::kStart, MidiClock::kStop, MidiClock::kPosition,
                                               MidiClock::kContinue, MidiClock::kStop}));
  EXPECT_EQ(jumped, 96000 + 12 * 23040);
  EXPECT_EQ(due, 96000 + 24 * 23040);
}

}  // namespace
}  // namespace firstchair::practice
