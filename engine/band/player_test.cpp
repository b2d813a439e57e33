#include "engine/band/player.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace firstchair::band {
namespace {

constexpr double kRate = 48000;
constexpr Ticks kQ = kTicksPerQuarter;

BandClock clock_at(double bpm, const ClockConfig& config) {
  return *BandClock::make(*HomeTempo::make({{0, bpm}}, kRate), 0, config);
}

std::vector<PlayerNote> eighths(int count) {
  std::vector<PlayerNote> notes;
  for (int k = 0; k < count; ++k)
    notes.push_back({.tick = k * kQ / 2,
                     .end = (k + 1) * kQ / 2,
                     .part = static_cast<std::uint8_t>(k % 3),
                     .pitch = static_cast<std::uint8_t>(40 + k % 5)});
  return notes;
}

TEST(NotePlayer, AFirstNoteOfABlockIsAtItsFrameAndALaterOneWaits) {
  const BandClock clock = clock_at(120, {.looseness_ms = 0});
  NotePlayer player({{.tick = kQ, .end = 2 * kQ, .part = 2, .pitch = 64, .velocity = 90}});
  EXPECT_FALSE(player.next(clock, 0, 24000));
  EXPECT_EQ(player.next(clock, 24000, 24064),
            (Sounded{.frame = 24000, .part = 2, .pitch = 64, .velocity = 90}));
  EXPECT_FALSE(player.next(clock, 24000, 24064));
  EXPECT_EQ(player.next(clock, 47990, 48064), (Sounded{.frame = 48000, .part = 2, .pitch = 64}));
  EXPECT_TRUE(player.over());
}

// The clock is thrown about by wild strokes: every note still begins once, and ends once, after it began.
TEST(NotePlayer, EveryNoteBeginsOnceAndEndsOnceWhateverTheDrummerDoes) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    BandClock clock = clock_at(120, {.follow = 1, .seed = seed, .hold_quarters = 0, .rise_quarters = 0});
    NotePlayer player(eighths(400));
    std::mt19937 random(seed);
    std::map<std::pair<int, int>, int> sounding;
    int begun = 0, ended = 0;
    Frames last = 0;
    for (Frames at = 0; at < 300 * 48000 && !player.over(); at += 64) {
      while (const std::optional<Sounded> sounded = player.next(clock, at, at + 64)) {
        ASSERT_GE(sounded->frame, last);
        ASSERT_GE(sounded->frame, at);
        ASSERT_LT(sounded->frame, at + 64);
        last = sounded->frame;
        int& on = sounding[{sounded->part, sounded->pitch}];
        ASSERT_EQ(on, sounded->velocity > 0 ? 0 : 1);
        on = sounded->velocity > 0;
        ++(sounded->velocity > 0 ? begun : ended);
      }
      if (random() % 200 == 0)
        clock.push(
            {.frame = at + static_cast<Frames>(random() % 9600) - 4800,
             .tick = clock.tick_at(static_cast<double>(at)) + static_cast<double>(random() % 100000) - 5e4,
             .tick_sd = 1e4,
             .bpm = 60. + static_cast<double>(random() % 200),
             .probability = 1});
    }
    EXPECT_EQ(begun, 400);
    EXPECT_EQ(ended, 400);
  }
}

TEST(NotePlayer, ANoteStruckAgainEndsFirst) {
  const BandClock clock = clock_at(120, {.looseness_ms = 0});
  NotePlayer player({{.tick = 0, .end = 4 * kQ}, {.tick = kQ, .end = 2 * kQ}});
  std::vector<std::pair<Frames, int>> told;
  while (const std::optional<Sounded> sounded = player.next(clock, 0, 200000))
    told.emplace_back(sounded->frame, sounded->velocity);
  EXPECT_EQ(told, (std::vector<std::pair<Frames, int>>{{0, 80}, {24000, 0}, {24000, 80}, {48000, 0}}));
}

TEST(NotePlayer, AfterAJumpWhatSoundsEndsAndTheNotesFromThereOnArePlayedAgain) {
  BandClock clock = clock_at(120, {.looseness_ms = 0});
  NotePlayer player({{.tick = 0, .end = 4 * kQ, .pitch = 50},
                     {.tick = kQ, .end = 2 * kQ, .pitch = 51},
                     {.tick = 2 * kQ, .end = 3 * kQ, .pitch = 52}});
  std::vector<std::pair<Frames, int>> told;
  const auto play = [&](Frames from, Frames until, double limit) {
    while (const std::optional<Sounded> sounded = player.next(clock, from, until, limit))
      told.emplace_back(sounded->frame, sounded->velocity > 0 ? sounded->pitch : -sounded->pitch);
  };
  play(0, 96000, 2. * kQ);  // nothing at the limit or beyond it
  clock.jump(2. * kQ, 1. * kQ);
  player.jump(1. * kQ);
  play(48000, 200000, 1e18);
  EXPECT_EQ(told, (std::vector<std::pair<Frames, int>>{{0, 50},
                                                       {24000, 51},
                                                       {48000, -50},
                                                       {48000, -51},
                                                       {48000, 51},
                                                       {72000, -51},
                                                       {72000, 52},
                                                       {96000, -52}}));
  EXPECT_TRUE(player.over());
}

TEST(NotePlayer, NotesBeforeTheFirstBarAreACountIn) {
  const BandClock clock = *BandClock::make(*HomeTempo::make({{0, 60}}, kRate), 96000, {.looseness_ms = 0});
  NotePlayer player({{.tick = -2 * kQ, .end = -kQ}});
  EXPECT_EQ(player.next(clock, 0, 64)->frame, 0);
}

}  // namespace
}  // namespace firstchair::band
