#include "engine/band/comp.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

namespace firstchair::band {
namespace {

constexpr std::uint16_t kMajor7 = 0b100010010001, kSeven = 0b010010010001, kMinor7 = 0b010010001001,
                        kHalf = 0b010001001001, kSix = 0b001010010001, kTriad = 0b000010010001,
                        kFlat9 = 0b010010010011;

Chord chord(int root, std::uint16_t tones) {
  return {.root = root, .bass = root, .tones = tones};
}

Song song_of(std::initializer_list<std::initializer_list<Chord>> bars) {
  Song song;
  Ticks tick = 0;
  for (const auto& bar : bars) {
    const Ticks each = kTicksPerWhole / static_cast<Ticks>(bar.size());
    for (const Chord& chord : bar) {
      song.chords.push_back({.tick = tick, .chord = chord, .none = false, .text = {}});
      tick += each;
    }
  }
  song.length = tick;
  return song;
}

// A blues in F: F7 Bb7 F7 F7 | Bb7 Bdim F7 D7b9 | Gm7 C7 F7-D7b9 Gm7-C7, twice.
Song blues() {
  const Chord f = chord(5, kSeven), bb = chord(10, kSeven), d = chord(2, kFlat9), gm = chord(7, kMinor7),
              c = chord(0, kSeven);
  return song_of(
      {{f}, {bb}, {f}, {f}, {bb}, {chord(11, 0b001001001001)}, {f}, {d}, {gm}, {c}, {f, d}, {gm, c},
       {f}, {bb}, {f}, {f}, {bb}, {chord(11, 0b001001001001)}, {f}, {d}, {gm}, {c}, {f, d}, {gm, c}});
}

Style swing() {
  Style style;
  style.name = "swing";
  style.swing = 2;
  using enum BassRole;
  style.bass = {
      {.weight = 3, .notes = {{0, 1, root, .3}, {1, 1, step, 0}, {2, 1, tone, .1}, {3, 1, approach, 0}}},
      {.weight = 1, .notes = {{0, 1, root, .3}, {1, 1, tone, 0}, {2, 1, fifth, .1}, {3, 1, approach, 0}}}};
  style.comp = {{.weight = 2, .hits = {{0, 1.4, .5}, {1.5, .4, 0}}},
                {.weight = 2, .hits = {{1.5, .4, .3}, {3.5, .4, .2}}},
                {.weight = 1, .hits = {{1, .5, 0}, {3, .5, 0}}},
                {.weight = 1, .hits = {{0.5, .4, .2}}}};
  return style;
}

// Every chord change of 24 bars drawn at random, of one or two chords a bar.
Song random_song(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Song song;
  for (int bar = 0; bar < 24; ++bar)
    for (int half = 0; half < (random() % 3 == 0 ? 2 : 1); ++half) {
      const std::uint16_t kinds[] = {kMajor7, kSeven, kMinor7, kHalf, kSix, kTriad, kFlat9};
      Chord made = chord(static_cast<int>(random() % 12), kinds[random() % 7]);
      if (random() % 6 == 0) made.bass = static_cast<int>(random() % 12);
      song.chords.push_back({.tick = bar * kTicksPerWhole + half * kTicksPerWhole / 2,
                             .chord = made,
                             .none = random() % 20 == 0,
                             .text = {}});
    }
  song.length = 24 * kTicksPerWhole;
  return song;
}

TEST(Comp, TheBassPlaysChordTonesOnOneAndThreeInsideItsRange) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Song song = seed == 0 ? blues() : random_song(seed);
    const Style style = swing();
    const Part bass = bass_part(song, style, {.seed = seed});
    ASSERT_FALSE(bass.notes.empty());
    int twice = 0;
    for (std::size_t k = 0; k < bass.notes.size(); ++k) {
      const PartNote& note = bass.notes[k];
      const Ticks in_bar = note.tick % kTicksPerWhole;
      const ChordAt* at = chord_at(song, note.tick);
      ASSERT_TRUE(at != nullptr && !at->none);
      const bool strong = in_bar == 0 || in_bar == kTicksPerWhole / 2;
      ASSERT_TRUE(!strong || at->chord.holds(note.pitch))
          << seed << " bar " << note.tick / kTicksPerWhole + 1 << " pitch " << note.pitch;
      ASSERT_GE(note.pitch, style.bass_low);
      ASSERT_LE(note.pitch, style.bass_high);
      twice = k > 0 && bass.notes[k - 1].pitch == note.pitch ? twice + 1 : 0;
      ASSERT_LT(twice, 2) << seed << " bar " << note.tick / kTicksPerWhole + 1;
    }
  }
}

TEST(Comp, AWalkingLineLeadsIntoTheNextChordByOneOrTwoHalfTones) {
  int led = 0, bars = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Part bass = bass_part(blues(), swing(), {.seed = seed});
    for (std::size_t k = 3; k + 1 < bass.notes.size(); k += 4, ++bars) {
      const int step = std::abs(bass.notes[k + 1].pitch - bass.notes[k].pitch);
      led += step >= 1 && step <= 2;
    }
  }
  EXPECT_GE(led, bars * 95 / 100) << bars;
}

TEST(Comp, LeapsAreSmall) {
  std::map<int, int> leaps;
  int all = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Part bass = bass_part(blues(), swing(), {.seed = seed});
    for (std::size_t k = 1; k < bass.notes.size(); ++k, ++all)
      ++leaps[std::abs(bass.notes[k].pitch - bass.notes[k - 1].pitch)];
  }
  int wide = 0;
  for (const auto& [leap, n] : leaps)
    if (leap > 7) wide += n;
  EXPECT_LE(wide, all * 3 / 100);
}

TEST(Comp, VoicesOfTheChordsMoveByFourHalfTonesAtMost) {
  int moved = 0, far = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Song song = seed == 0 ? blues() : random_song(seed);
    const Part comp = comp_part(song, swing(), {.seed = seed});
    std::map<Ticks, std::set<int>> voicings;
    for (const PartNote& note : comp.notes) {
      EXPECT_GE(note.pitch, swing().comp_low);
      EXPECT_LE(note.pitch, swing().comp_high);
      voicings[note.tick].insert(note.pitch);
    }
    const std::set<int>* last = nullptr;
    for (const auto& [tick, pitches] : voicings) {
      ASSERT_GE(pitches.size(), 3u);
      ASSERT_LE(pitches.size(), 4u);
      if (last != nullptr)
        for (const int pitch : pitches) {
          int away = 100;
          for (const int before : *last) away = std::min(away, std::abs(before - pitch));
          ++moved;
          far += away > 4;
        }
      last = &pitches;
    }
  }
  EXPECT_LE(far, moved / 200) << moved;
}

TEST(Comp, TwoBarsOnEndAreNeverCompedAlike) {
  const Part comp = comp_part(blues(), swing(), {.seed = 3});
  std::vector<std::set<Ticks>> bars(24);
  for (const PartNote& note : comp.notes)
    bars[static_cast<std::size_t>(note.tick / kTicksPerWhole)].insert(note.tick % kTicksPerWhole);
  for (std::size_t bar = 1; bar < bars.size(); ++bar) EXPECT_NE(bars[bar], bars[bar - 1]) << bar + 1;
}

TEST(Comp, TheSameSeedGivesTheSameNotesAndAnotherOthers) {
  EXPECT_EQ(bass_part(blues(), swing(), {.seed = 3}).notes, bass_part(blues(), swing(), {.seed = 3}).notes);
  EXPECT_EQ(comp_part(blues(), swing(), {.seed = 3}).notes, comp_part(blues(), swing(), {.seed = 3}).notes);
  EXPECT_NE(bass_part(blues(), swing(), {.seed = 3}).notes, bass_part(blues(), swing(), {.seed = 4}).notes);
}

TEST(Comp, ABusyDrummerIsLeftRoom) {
  const std::size_t all = comp_part(blues(), swing(), {.seed = 3}).notes.size();
  const std::size_t few = comp_part(blues(), swing(), {.seed = 3, .busy = 1}).notes.size();
  EXPECT_LT(few, all * 2 / 3);
  EXPECT_GT(few, 0u);
}

TEST(Style, WhatCannotBePlayedIsSaid) {
  EXPECT_EQ(check_style(swing()), "");
  Style bad = swing();
  bad.bass[0].notes[1].beat = 0;
  EXPECT_EQ(check_style(bad), "a bass note stands outside the bar, or before the one before it");
  bad = swing();
  bad.comp.clear();
  EXPECT_EQ(check_style(bad), "a style needs a cell for the bass and one for the chords");
  bad = swing();
  bad.bass_high = 40;
  EXPECT_EQ(check_style(bad), "a bass needs two octaves");
}

}  // namespace
}  // namespace firstchair::band
