#include "midi/performance.h"

#include <gtest/gtest.h>

#include "midi/smf.h"

namespace firstchair::midi {
namespace {

constexpr std::uint8_t kDrums = 0x99, kPiano = 0x90;

SmfEvent note(std::int64_t tick, std::uint8_t status, std::uint8_t key, std::uint8_t velocity) {
  return {tick, status, key, velocity, {}};
}
SmfEvent tempo(std::int64_t tick, int microseconds) {
  return {tick,
          0xFF,
          0x51,
          0,
          {static_cast<char>(microseconds >> 16), static_cast<char>(microseconds >> 8),
           static_cast<char>(microseconds)}};
}
Result<Performance> perform(std::vector<SmfEvent> events, int ticks_per_quarter = 480) {
  Smf smf;
  smf.ticks_per_quarter = ticks_per_quarter;
  smf.events = std::move(events);
  return read_performance(write_smf(smf));
}

// 100 a minute, a beat is 600 ms:  tick 480 -> 0.6 s, tick 481 -> 0.60125 s
TEST(Performance, TimeAndVelocityAreTakenAsTheyAre) {
  const auto take = perform({tempo(0, 600000), note(480, kDrums, 38, 127), note(481, kDrums, 36, 64)});
  ASSERT_TRUE(take) << take.error().line();
  EXPECT_DOUBLE_EQ(take->tempo_bpm, 100);
  ASSERT_EQ(take->hits.size(), 2u);
  EXPECT_EQ(take->hits[0].frame, 600'000);
  EXPECT_EQ(take->hits[0].voice, Voice::snare);
  EXPECT_EQ(take->hits[0].strength, 127);
  EXPECT_EQ(take->hits[0].level_db, 0);
  EXPECT_EQ(take->hits[1].frame, 601'250);
  EXPECT_EQ(take->hits[1].voice, Voice::kick);
  EXPECT_NEAR(take->hits[1].level_db, -5.95, 0.01);
}

TEST(Performance, SigmaGrowsWithTheTickOfTheFile) {
  const auto fine = perform({note(0, kDrums, 38, 1)}, 9600);
  const auto coarse = perform({note(0, kDrums, 38, 1)}, 24);  // ticks of 20.8 ms
  ASSERT_TRUE(fine && coarse);
  EXPECT_NEAR(fine->hits[0].sigma_ms, 1.0, 0.01);
  EXPECT_NEAR(coarse->hits[0].sigma_ms, 6.1, 0.05);
}

TEST(Performance, AnotherChannelIsHeardOnlyWhenPercussionIsSilent) {
  const auto band = perform({note(0, kPiano, 36, 80), note(0, kDrums, 38, 80)});
  ASSERT_TRUE(band);
  ASSERT_EQ(band->hits.size(), 1u);
  EXPECT_EQ(band->hits[0].voice, Voice::snare);
  const auto alone = perform({note(0, kPiano, 36, 80), note(5, kPiano, 38, 0)});
  ASSERT_TRUE(alone);
  ASSERT_EQ(alone->hits.size(), 1u);
  EXPECT_EQ(alone->hits[0].voice, Voice::kick);
  EXPECT_EQ(alone->kit.channel, 1);
  EXPECT_TRUE(alone->kit.channel_guessed);
}

TEST(Performance, ABassIsNotMergedIntoTheKit) {
  const auto take = perform({note(0, kPiano, 36, 80), note(0, kPiano, 42, 80), note(0, 0x91, 36, 90),
                             note(480, kPiano, 38, 80), note(480, kPiano, 42, 80), note(480, 0x91, 40, 90)});
  ASSERT_TRUE(take);
  EXPECT_EQ(take->hits.size(), 4u);
  EXPECT_EQ(take->kit.channel, 1);
}

TEST(Performance, AProfileThatWasAskedForReadsTheNotesAndItsGateLeavesOut) {
  KitProfile kit = *builtin_kit("superior-drummer");
  kit.pads[62].floor = 20;
  Smf smf;
  smf.events = {note(0, kDrums, 62, 80), note(240, kDrums, 62, 12), note(480, kDrums, 62, 90),
                note(480, kDrums, 58, 90)};
  const auto take = read_performance(write_smf(smf), &kit);
  ASSERT_TRUE(take) << take.error().line();
  ASSERT_EQ(take->hits.size(), 2u);
  EXPECT_EQ(take->hits[0].voice, Voice::hat_closed);
  EXPECT_EQ(take->kit.profile, "superior-drummer");
  EXPECT_EQ(take->kit.choice, KitChoice::asked);
  EXPECT_EQ(take->kit.below_floor, 1);
  EXPECT_EQ(take->kit.outside, 1);  // 58 is a choke
}

TEST(Performance, StrokesOutsideTheKitAreCounted) {
  const auto take = perform({note(0, kDrums, 56, 80), note(0, kDrums, 54, 80), note(0, kDrums, 42, 80)});
  ASSERT_TRUE(take);
  EXPECT_EQ(take->ignored, 2);
  EXPECT_EQ(take->hits.size(), 1u);
}

TEST(Performance, AFileWithoutAKitIsAnError) {
  const auto take = perform({note(0, kDrums, 56, 80)});
  ASSERT_FALSE(take);
  EXPECT_EQ(take.error().code, ErrorCode::unsupported);
  EXPECT_EQ(take.error().line(),
            "no note of a drum kit in it, as general-midi reads it. Record the kit on MIDI channel 10, or "
            "name its note "
            "map with --kit.");
  EXPECT_EQ(perform({tempo(0, 500000)}).error().line(), "no note in it. Name a recording of the kit.");
}

TEST(Performance, AStrokeBeyondADayIsAnError) {
  const auto take = perform({tempo(0, 16'777'215), note(1 << 27, kDrums, 38, 80)}, 1);
  ASSERT_FALSE(take);
  EXPECT_EQ(take.error().code, ErrorCode::too_large);
}

TEST(Performance, HitsComeInOrderOfTimeAndVoice) {
  const auto take = perform({note(0, kDrums, 51, 80), note(0, kDrums, 38, 80), note(0, kDrums, 36, 80)});
  ASSERT_TRUE(take);
  EXPECT_EQ(take->hits[0].voice, Voice::kick);
  EXPECT_EQ(take->hits[1].voice, Voice::snare);
  EXPECT_EQ(take->hits[2].voice, Voice::ride);
}

}  // namespace
}  // namespace firstchair::midi
