// The laws of bass and comping over every built-in style and song, and over changes drawn at random.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "engine/band/comp.h"
#include "engine/band/felt_bar.h"
#include "engine/band/form.h"
#include "songs/chord_text.h"
#include "songs/songs.h"

namespace firstchair::songs {
namespace {

std::vector<band::Style> all_styles() {
  std::vector<band::Style> styles;
  for (const std::string& name : style_names()) styles.push_back(*style_by_name(name));
  return styles;
}

// 24 bars of changes from everything that iReal Pro can write, in meters of all kinds.
band::Song random_song(std::uint64_t seed) {
  constexpr const char* kQualities[] = {"",    "^7",    "-7",   "7",    "7sus",  "-",      "o7",    "h7",
                                        "6",   "-6",    "69",   "-69",  "^9",    "-9",     "9",     "9sus",
                                        "13",  "13sus", "-11",  "-^7",  "^7#11", "-b6",    "^7#5",  "add9",
                                        "2",   "5",     "+",    "o",    "sus",   "7alt",   "7b9",   "7#9",
                                        "7b5", "7#5",   "7b13", "7#11", "13#11", "7b9sus", "7#9#5", "7b9#11"};
  constexpr MeterChange kMeters[] = {{0, 4, 4}, {0, 4, 4},  {0, 3, 4}, {0, 5, 4},
                                     {0, 6, 8}, {0, 12, 8}, {0, 7, 8}, {0, 2, 2}};
  std::mt19937_64 random(seed);
  band::Song song;
  song.meters = {kMeters[random() % std::size(kMeters)]};
  const Ticks bar = song.meters[0].bar_length(), beat = kTicksPerWhole / song.meters[0].unit;
  for (int n = 0; n < 24; ++n) {
    std::set<Ticks> ticks{0};
    for (std::uint64_t more = random() % 3; more > 0; --more)
      ticks.insert(static_cast<Ticks>(random() % static_cast<std::uint64_t>(song.meters[0].beats)) * beat);
    for (const Ticks tick : ticks) {
      if (tick == 0 && random() % 4 == 0 && n > 0) continue;  // the chord goes on
      band::Chord chord{.root = static_cast<int>(random() % 12),
                        .bass = 0,
                        .tones = *tones_of(kQualities[random() % std::size(kQualities)])};
      chord.bass = random() % 6 == 0 ? static_cast<int>(random() % 12) : chord.root;
      song.chords.push_back({.tick = n * bar + tick, .chord = chord, .none = random() % 20 == 0, .text = {}});
    }
  }
  song.length = 24 * bar;
  if (random() % 3 == 0)
    song.marks = {{4 * bar, 6 * bar, band::Mark::solo}, {8 * bar, 9 * bar, band::Mark::hits}};
  return song;
}

template <class Check>
void over_everything(const Check& check) {
  const std::vector<band::Style> styles = all_styles();
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const band::Song song =
        seed < song_names().size() ? song_by_name(song_names()[seed])->song : random_song(seed);
    ASSERT_EQ(band::check_song(song), "");
    for (const band::Style& style : styles) {
      check(song, style, seed);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

std::string where(const band::Song& song, const band::Style& style, std::uint64_t seed,
                  const band::PartNote& note) {
  const std::vector<Bar> bars = band::bars_of(song);
  return style.name + ", seed " + std::to_string(seed) + ", bar " +
         std::to_string(bar_at(bars, note.tick).number) + ", pitch " + std::to_string(note.pitch);
}

TEST(Played, ABassStandsOnChordTonesInItsRangeAndNeverStaysThrice) {
  over_everything([](const band::Song& song, const band::Style& style, std::uint64_t seed) {
    const band::Part bass = band::bass_part(song, style, {.seed = seed});
    const std::vector<Bar> bars = band::bars_of(song);
    ASSERT_FALSE(bass.notes.empty());
    int twice = 0;
    for (std::size_t k = 0; k < bass.notes.size(); ++k) {
      const band::PartNote& note = bass.notes[k];
      const Bar& bar = bar_at(bars, note.tick);
      const Ticks beat = band::felt_beat(bar.meter), in_bar = note.tick - bar.start;
      const bool strong = in_bar == 0 || (style.beats == 4 && in_bar == 2 * beat);
      const band::ChordAt* at = band::chord_at(song, note.tick);
      ASSERT_TRUE(at != nullptr && !at->none) << where(song, style, seed, note);
      ASSERT_TRUE(!strong || at->chord.holds(note.pitch)) << where(song, style, seed, note);
      ASSERT_GE(note.pitch, style.bass_low);
      ASSERT_LE(note.pitch, style.bass_high);
      ASSERT_GT(note.length, 0);
      ASSERT_LE(note.tick + note.length, song.length) << where(song, style, seed, note);
      if (k > 0) {
        ASSERT_GT(note.tick, bass.notes[k - 1].tick) << where(song, style, seed, note);
      }
      twice = k > 0 && bass.notes[k - 1].pitch == note.pitch ? twice + 1 : 0;
      ASSERT_LT(twice, 2) << where(song, style, seed, note);
    }
  });
}

TEST(Played, NothingIsPlayedInASoloAndOnlyTheChordsInHits) {
  over_everything([](const band::Song& song, const band::Style& style, std::uint64_t seed) {
    for (const band::Part& part :
         {band::bass_part(song, style, {.seed = seed}), band::comp_part(song, style, {.seed = seed})})
      for (const band::PartNote& note : part.notes)
        for (const band::MarkAt& mark : song.marks) {
          if (note.tick < mark.tick || note.tick >= mark.until) continue;
          ASSERT_NE(mark.mark, band::Mark::solo) << where(song, style, seed, note);
          const bool on_chord = std::any_of(song.chords.begin(), song.chords.end(),
                                            [&](const band::ChordAt& at) { return at.tick == note.tick; });
          ASSERT_TRUE(mark.mark != band::Mark::hits || on_chord) << where(song, style, seed, note);
        }
  });
}

// A voice may move further only where the next chord's nearest inversion lies further: in one of 200.
TEST(Played, VoicesOfTheChordsMoveByFourHalfTonesAtMost) {
  int moved = 0, far = 0;
  over_everything([&](const band::Song& song, const band::Style& style, std::uint64_t seed) {
    std::map<Ticks, std::set<int>> voicings;
    for (const band::PartNote& note : band::comp_part(song, style, {.seed = seed}).notes) {
      ASSERT_GE(note.pitch, style.comp_low);
      ASSERT_LE(note.pitch, style.comp_high);
      voicings[note.tick].insert(note.pitch);
    }
    const std::set<int>* last = nullptr;
    for (const auto& [tick, pitches] : voicings) {
      ASSERT_GE(pitches.size(), 1u);
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
  });
  EXPECT_LE(far, moved / 200) << moved;
  EXPECT_GT(moved, 10000);
}

TEST(Played, TwoBarsOnEndAreNeverCompedAlike) {
  over_everything([](const band::Song& song, const band::Style& style, std::uint64_t seed) {
    // Where one chord's bar is N.C. or silent nothing is compared.
    const std::vector<Bar> bars = band::bars_of(song);
    const Ticks beat = band::felt_beat(song.meters[0]);
    if (song.meters[0].bar_length() != style.beats * beat || !song.marks.empty()) return;
    if (std::any_of(song.chords.begin(), song.chords.end(), [](const band::ChordAt& at) { return at.none; }))
      return;
    std::vector<std::set<Ticks>> hits(bars.size());
    for (const band::PartNote& note : band::comp_part(song, style, {.seed = seed}).notes) {
      const Bar& bar = bar_at(bars, note.tick);
      hits[static_cast<std::size_t>(bar.number - 1)].insert(note.tick - bar.start);
    }
    for (std::size_t bar = 1; bar < hits.size(); ++bar)
      ASSERT_NE(hits[bar], hits[bar - 1]) << style.name << seed << " bar " << bar + 1;
  });
}

TEST(Played, TheSameSeedGivesTheSameNotesAndAnotherOthers) {
  const band::Song song = song_by_name("attic")->song;
  for (const band::Style& style : all_styles()) {
    EXPECT_EQ(band::bass_part(song, style, {.seed = 3}).notes,
              band::bass_part(song, style, {.seed = 3}).notes);
    EXPECT_EQ(band::comp_part(song, style, {.seed = 3}).notes,
              band::comp_part(song, style, {.seed = 3}).notes);
    EXPECT_NE(band::bass_part(song, style, {.seed = 3}).notes,
              band::bass_part(song, style, {.seed = 4}).notes);
    EXPECT_NE(band::comp_part(song, style, {.seed = 3}).notes,
              band::comp_part(song, style, {.seed = 4}).notes);
  }
}

// A walking line leads into the next bar by one or two half tones, and seldom leaps further than a fifth.
TEST(Played, AWalkingLineLeadsAndSeldomLeaps) {
  const band::Style swing = *style_by_name("swing");
  int led = 0, lines = 0, leaps = 0, notes = 0;
  for (const char* name : {"blues", "attic"})
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      const band::Song song = song_by_name(name)->song;
      const band::Part bass = band::bass_part(song, swing, {.seed = seed});
      for (std::size_t k = 1; k < bass.notes.size(); ++k, ++notes) {
        const int step = std::abs(bass.notes[k].pitch - bass.notes[k - 1].pitch);
        leaps += step > 7;
        if (bass.notes[k].tick % kTicksPerWhole != 0) continue;
        ++lines;
        led += step >= 1 && step <= 2;
      }
    }
  EXPECT_GE(led, lines * 95 / 100) << lines;
  EXPECT_LE(leaps, notes * 4 / 100) << notes;
}

// 1 3 5 6 lies in one octave, and a figure of short notes never leaps further than one.
TEST(Played, AFigureOfTheBassStaysTogether) {
  for (const char* name : {"shuffle", "funk", "samba", "bossa"}) {
    const band::Style style = *style_by_name(name);
    int leaps = 0, notes = 0;
    for (const char* title : {"blues", "attic", "tide"})
      for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const band::Part bass = band::bass_part(song_by_name(title)->song, style, {.seed = seed});
        for (std::size_t k = 1; k < bass.notes.size(); ++k, ++notes) {
          const int step = std::abs(bass.notes[k].pitch - bass.notes[k - 1].pitch);
          const bool inside = bass.notes[k].tick % kTicksPerWhole != 0;
          ASSERT_TRUE(!inside || step <= 12) << where(song_by_name(title)->song, style, seed, bass.notes[k]);
          leaps += step > 8 && step != 12;
        }
      }
    EXPECT_LE(leaps, notes / 100) << name << ", " << notes << " notes";
  }
}

// In walking lines and waltzes, whose notes are long enough to be heard as harmony.
TEST(Played, AnApproachIsNoOtherThirdUnlessTheLinePassesThroughIt) {
  int approached = 0, against = 0;
  for (const char* style_name : {"swing", "waltz"}) {
    const band::Style style = *style_by_name(style_name);
    for (const std::string& name : song_names())
      for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const band::Song song = song_by_name(name)->song;
        const band::Part bass = band::bass_part(song, style, {.seed = seed});
        for (std::size_t k = 1; k < bass.notes.size(); ++k) {
          const band::PartNote& note = bass.notes[k];
          const band::Chord& chord = band::chord_at(song, note.tick)->chord;
          const int step = band::pitch_class(note.pitch - chord.root);
          const auto has = [&](int tone) { return (chord.tones >> tone & 1) != 0; };
          ++approached;
          against += ((step == 4 && has(3) && !has(4)) || (step == 3 && has(4) && !has(3))) &&
                     std::abs(note.pitch - bass.notes[k - 1].pitch) > 1;
        }
      }
  }
  EXPECT_LE(against, approached / 200) << approached;
}

TEST(Played, AChordInsideABarIsToldByTheBassWhereItBegins) {
  for (const auto& [song_name, style_name] :
       {std::pair("chairs", "waltz"), std::pair("attic", "swing"), std::pair("tide", "bossa")})
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
      const band::Song song = song_by_name(song_name)->song;
      const band::Part bass = band::bass_part(song, *style_by_name(style_name), {.seed = seed});
      for (const band::ChordAt& at : song.chords)
        ASSERT_TRUE(std::any_of(bass.notes.begin(), bass.notes.end(),
                                [&](const band::PartNote& note) {
                                  return note.tick == at.tick &&
                                         band::pitch_class(note.pitch) == at.chord.bass;
                                }))
            << song_name << ", seed " << seed << ", " << at.text << " at quarter "
            << at.tick / kTicksPerQuarter;
    }
}

TEST(Played, ASharpNineLiesNoHalfToneUnderItsThird) {
  for (const char* name : {"attic", "tide"})
    for (const band::Style& style : all_styles())
      for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        const band::Song song = song_by_name(name)->song;
        std::map<Ticks, std::set<int>> voicings;
        for (const band::PartNote& note : band::comp_part(song, style, {.seed = seed}).notes)
          voicings[note.tick].insert(note.pitch);
        for (const auto& [tick, pitches] : voicings) {
          const band::ChordAt* at = band::chord_at(song, tick);
          const bool sharp_nine = (at->chord.tones >> 3 & 3) == 3;
          for (const int pitch : pitches)
            if (sharp_nine && band::pitch_class(pitch - at->chord.root) == 4) {
              ASSERT_EQ(pitches.count(pitch - 1), 0U) << name << ' ' << style.name << ' ' << at->text;
            }
        }
      }
}

// The blues turns round to its beginning: a thirteenth bar ends it. Attic ends on its tonic already.
TEST(Played, TheLastChordIsTheTonicPlayedByEverybodyAndHeld) {
  for (const auto& [name, bars, root] : {std::tuple("blues", 13, 5), std::tuple("attic", 32, 10)}) {
    const band::Song song = band::with_last_chord(song_by_name(name)->song);
    ASSERT_EQ(band::check_song(song), "");
    EXPECT_EQ(band::bars_of(song).size(), static_cast<std::size_t>(bars)) << name;
    const Ticks last = song.length - kTicksPerWhole;
    EXPECT_EQ(band::chord_at(song, last)->chord.root, root) << name;
    const band::Style style = *style_by_name("swing");
    for (const band::Part& part : {band::bass_part(song, style, {}), band::comp_part(song, style, {})}) {
      int notes = 0;
      for (const band::PartNote& note : part.notes)
        if (note.tick >= last) {
          EXPECT_EQ(note.tick, last) << name << part.name;
          EXPECT_EQ(note.length, kTicksPerWhole) << name << part.name;
          ++notes;
        }
      EXPECT_GE(notes, 1) << name << part.name;
    }
  }
}

TEST(BuiltInSongs, AreReadByNameWithTheirStyles) {
  EXPECT_EQ(song_names(), (std::vector<std::string>{"attic", "blues", "chairs", "tide"}));
  const std::pair<const char*, std::pair<int, const char*>> kSongs[] = {
      {"blues", {12, "swing"}}, {"attic", {32, "swing"}}, {"tide", {16, "bossa"}}, {"chairs", {16, "waltz"}}};
  for (const auto& [name, expected] : kSongs) {
    const Result<SongRead> read = song_by_name(name);
    ASSERT_TRUE(read) << name << read.error().line();
    EXPECT_EQ(band::bars_of(read->song).size(), static_cast<std::size_t>(expected.first)) << name;
    const StyleChosen chosen = style_for(read->song.style, read->song.meters[0].beats);
    EXPECT_EQ(chosen.style.name, expected.second);
    EXPECT_FALSE(chosen.guessed) << name;
    EXPECT_TRUE(read->remarks.empty()) << name << lines_of(*read)[0];
    EXPECT_FALSE(read->song.tempi.empty());
  }
  EXPECT_EQ(song_by_name("polka").error().line(),
            "no song \"polka\". Name a file, or one of attic, blues, chairs, tide.");
}

}  // namespace
}  // namespace firstchair::songs
