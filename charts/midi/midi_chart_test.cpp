#include "charts/midi/midi_chart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "charts/tab/tab.h"
#include "midi/smf.h"
#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

constexpr std::uint8_t kDrums = 0x99;

midi::SmfEvent note(std::int64_t tick, int key, int velocity, std::uint8_t status = kDrums) {
  return {tick, status, static_cast<std::uint8_t>(key), static_cast<std::uint8_t>(velocity), {}};
}
midi::SmfEvent meta(std::int64_t tick, std::uint8_t type, std::string payload) {
  return {tick, 0xFF, type, 0, std::move(payload)};
}
midi::SmfEvent meter(std::int64_t tick, int beats, int power) {
  return meta(tick, 0x58, {static_cast<char>(beats), static_cast<char>(power), 24, 8});
}
midi::SmfEvent tempo(std::int64_t tick, int microseconds) {
  return meta(tick, 0x51,
              {static_cast<char>(microseconds >> 16), static_cast<char>(microseconds >> 8),
               static_cast<char>(microseconds)});
}
midi::SmfEvent lyric(std::int64_t tick, std::string text) {
  return meta(tick, 0x05, std::move(text));
}

Result<Chart> read(std::vector<midi::SmfEvent> events, int ticks_per_quarter = 480) {
  midi::Smf smf;
  smf.ticks_per_quarter = ticks_per_quarter;
  smf.events = std::move(events);
  return read_midi_chart(midi::write_smf(smf));
}
std::string strokes(std::vector<midi::SmfEvent> events) {
  const Result<Chart> chart = read(std::move(events));
  return chart ? testing::strokes_of(*chart) : chart.error().line();
}
Chart tab(std::string_view text) {
  return *read_tab({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

TEST(MidiChart, AKaraokeFileIsCalledWhatItsFirstTitleSays) {
  const auto chart = read({meta(0, 0x03, "Words"), meta(0, 0x01, "@KMIDI KARAOKE FILE"),
                           meta(0, 0x01, "@TMoanin'"), meta(0, 0x01, "@TSomebody"), note(0, 36, 80)});
  ASSERT_TRUE(chart) << chart.error().line();
  EXPECT_EQ(chart->title, "Moanin'");
}

TEST(MidiChart, ReadsTitleTempoMapMetersAndThePercussionChannel) {
  const auto chart =
      read({meta(0, 0x03, "Song"), tempo(0, 500000), meter(0, 3, 2), note(0, 36, 80), note(0, 60, 80, 0x90),
            note(720, 38, 80), tempo(1440, 638298), meter(1440, 6, 3), note(1440, 49, 80)});
  ASSERT_TRUE(chart) << chart.error().line();
  EXPECT_EQ(chart->title, "Song");
  EXPECT_EQ(testing::strokes_of(*chart), "1:1 kick\n1:2.5 snare\n2:1 crash\n");
  EXPECT_EQ(chart->meters, (std::vector<MeterChange>{{0, 3, 4}, {3 * kTicksPerQuarter, 6, 8}}));
  EXPECT_EQ(chart->tempi,
            (std::vector<TempoChange>{{0, 120}, {3 * kTicksPerQuarter, 94}}));  // 60e6 / 638298 = 94.00
  EXPECT_EQ(chart->notes[0].velocity, 80);
}

TEST(MidiChart, AFileWithoutATempoMakesAChartWithoutOne) {
  EXPECT_TRUE(read({note(0, 36, 80)})->tempi.empty());
  EXPECT_EQ(read({note(0, 36, 80), tempo(480, 600000)})->tempi,
            (std::vector<TempoChange>{{0, 120}, {kTicksPerQuarter, 100}}));
}

TEST(MidiChart, AMeterChangeInsideABarLeavesABarOfTheOddBeats) {
  const auto chart = read({note(0, 36, 80), meter(480 * 6, 3, 2), note(480 * 6, 36, 80)});
  ASSERT_TRUE(chart);
  EXPECT_EQ(chart->meters,
            (std::vector<MeterChange>{{0, 4, 4}, {kTicksPerWhole, 2, 4}, {6 * kTicksPerQuarter, 3, 4}}));
  EXPECT_EQ(check_chart(*chart), "");
  const auto crooked = read({note(0, 36, 80), meter(485, 3, 2), note(2000, 36, 80)});
  ASSERT_TRUE(crooked);
  EXPECT_EQ(crooked->meters, (std::vector<MeterChange>{{0, 3, 4}}));  // the nearest bar line
}

TEST(MidiChart, ASilentPercussionChannelIsReplacedByTheChannelThatLooksLikeAKit) {
  EXPECT_EQ(strokes({note(0, 36, 80, 0x91), note(0, 60, 80, 0x90), note(480, 38, 80, 0x91)}),
            "1:1 kick\n1:2 snare\n");
  EXPECT_EQ(
      strokes({note(0, 60, 80, 0x90), note(0, 64, 80, 0x90)}),
      "no percussion in it: channel 10 is silent, and no other channel looks like drums. Put the drums on "
      "channel 10, or name their note map with --kit.");
  EXPECT_EQ(strokes({note(0, 56, 80)}),
            "no note of a drum kit in it, as general-midi reads it. Put the drums on channel 10, General "
            "MIDI notes, "
            "or name their note map with --kit.");
}

TEST(MidiChart, AKitProfileThatIsNamedReadsTheNotes) {
  midi::Smf smf;
  smf.events = {note(0, 36, 80), note(0, 62, 80), note(480, 38, 80), note(480, 54, 80)};
  const auto read = read_midi_chart_on(midi::write_smf(smf), midi::builtin_kit("superior-drummer"));
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(testing::strokes_of(read->chart), "1:1 kick\n1:1 hat_closed\n1:2 snare\n");
  EXPECT_EQ(read->kit.profile, "superior-drummer");
  EXPECT_EQ(read->kit.outside, 1);
}

// A file of format 2: a piece in 4/4 at 100, and a shorter one in 3/4 at 120.
TEST(MidiChart, OfTwoPiecesTheOneThatIsReadHasItsOwnMeterAndTempo) {
  const auto piece = [](std::vector<midi::SmfEvent> events) {
    midi::Smf smf;
    smf.ticks_per_quarter = 480;
    smf.events = std::move(events);
    return midi::write_smf(smf);
  };
  std::vector<std::uint8_t> file = piece({tempo(0, 600000), meter(0, 4, 2), note(0, 36, 90),
                                          note(480, 38, 90), note(960, 36, 90), note(1440, 38, 90)});
  const std::vector<std::uint8_t> other =
      piece({tempo(0, 500000), meter(0, 3, 2), note(0, 36, 90), note(480, 38, 90)});
  constexpr std::size_t kHeader = 14, kFormat = 9, kTracks = 11;
  file.insert(file.end(), other.begin() + kHeader, other.end());
  file[kFormat] = 2;
  file[kTracks] = 2;
  const Result<Chart> chart = read_midi_chart(file);
  ASSERT_TRUE(chart) << chart.error().line();
  EXPECT_EQ(chart->meters, (std::vector<MeterChange>{{0, 4, 4}}));
  EXPECT_EQ(chart->tempi, (std::vector<TempoChange>{{0, 100}}));
  EXPECT_EQ(testing::strokes_of(*chart), "1:1 kick\n1:2 snare\n1:3 kick\n1:4 snare\n");
}

TEST(MidiChart, FilmFramesAreNoBeats) {
  midi::Smf smf;
  smf.ticks_per_quarter = 0;
  smf.ticks_per_second = 1000;
  smf.events = {note(0, 36, 80)};
  const auto chart = read_midi_chart(midi::write_smf(smf));
  ASSERT_FALSE(chart);
  EXPECT_EQ(chart.error().line(),
            "byte 12: it counts film frames, not beats. Export it with ticks per quarter note.");
}

TEST(MidiChart, VelocitiesBecomeGhostsAndAccents) {
  EXPECT_EQ(strokes({note(0, 38, 100), note(480, 38, 30), note(960, 38, 100), note(1440, 38, 127)}),
            "1:1 snare\n1:2 snare ghost\n1:3 snare\n1:4 snare accent\n");
  EXPECT_EQ(strokes({note(0, 38, 127), note(480, 38, 127)}), "1:1 snare\n1:2 snare\n");
}

// 120 a minute, 480 ticks to a beat of 500 ms: 29 ticks are 30 ms
TEST(MidiChart, ASoftStrokeOffTheGridJustBeforeALouderOneIsAFlam) {
  EXPECT_EQ(strokes({note(480 - 29, 38, 40), note(480, 38, 100)}), "1:2 snare flam\n");
  EXPECT_EQ(strokes({note(480 - 48, 38, 40), note(480 - 24, 38, 45), note(480, 38, 100)}),
            "1:2 snare drag\n");
  EXPECT_EQ(strokes({note(480 - 29, 38, 90), note(480, 38, 100)}), "1:1.9396 snare\n1:2 snare\n");
  EXPECT_EQ(strokes({note(480 - 29, 48, 40), note(480, 38, 100)}), "1:1.9396 tom_high ghost\n1:2 snare\n");
  EXPECT_EQ(strokes({note(480 - 29, 36, 40), note(480, 36, 100)}), "1:1.9396 kick ghost\n1:2 kick\n");
}

TEST(MidiChart, ThreeSoftStrokesAreARoll) {
  EXPECT_EQ(
      strokes({note(480 - 75, 38, 30), note(480 - 51, 38, 35), note(480 - 25, 38, 40), note(480, 38, 100)}),
      "1:1.8438 snare ghost\n1:1.8938 snare ghost\n1:1.9479 snare ghost\n1:2 snare\n");
}

// A thirty-second at 150 a minute is 50 ms: written, not a grace stroke.
TEST(MidiChart, ASoftStrokeOnTheGridIsANote) {
  EXPECT_EQ(strokes({tempo(0, 400000), note(420, 38, 40), note(480, 38, 100)}),
            "1:1.875 snare ghost\n1:2 snare\n");
}

TEST(MidiChart, StickingLyricsGiveTheHands) {
  EXPECT_EQ(strokes({lyric(0, "R"), note(0, 38, 80), lyric(480, "L"), note(480, 38, 80), lyric(960, "love"),
                     note(960, 38, 80)}),
            "1:1 snare R\n1:2 snare L\n1:3 snare\n");
}

TEST(MidiChart, ValuesOutOfRangeAreErrors) {
  EXPECT_EQ(
      strokes({meter(0, 0, 2), note(0, 38, 80)}),
      "tick 0: a meter of 0 beats over 2^2. Export the MIDI file with meters of 1 to 64 beats over 1 to 64.");
  EXPECT_EQ(strokes({tempo(0, 100), note(0, 38, 80)}),
            "tick 0: a tempo of 600000 quarter notes a minute. Export the MIDI file with a tempo that can be "
            "played.");
  EXPECT_EQ(strokes({note(0, 38, 80), note(std::int64_t{480} * 4 * 100'001, 38, 80)}),
            "tick 192001920: over 100,000 bars or 1,000,000 notes. Cut the file.");
  EXPECT_EQ(strokes({note(0, 38, 80), meta(std::int64_t{1} << 40, 0x06, "far")}),
            "tick 1099511627776: over 100,000 bars or 1,000,000 notes. Cut the file.");
}

TEST(MidiChart, GraceStrokesAreWrittenAtTheirDocumentedDistance) {
  const auto smf = midi::parse_smf(write_midi_chart(tab("Tempo: 100\nSD|-f-d|\n")));
  ASSERT_TRUE(smf);
  const std::vector<double> seconds = midi::event_seconds(*smf);
  std::vector<int> ms, velocities;
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    if (!smf->events[i].is_note_on()) continue;
    ms.push_back(static_cast<int>(seconds[i] * 1000 + 0.5));
    velocities.push_back(smf->events[i].data2);
  }
  EXPECT_EQ(ms, (std::vector<int>{570, 600, 1750, 1775, 1800}));
  EXPECT_EQ(velocities, (std::vector<int>{38, 80, 38, 38, 80}));
}

TEST(MidiChart, NoGraceStrokeFallsOnOrBeforeTheStrokeBefore) {
  const Chart chart = tab("Tempo: 300\nSD|dddddddddddddddddddddddd|\n");  // 33 ms apart
  const auto smf = midi::parse_smf(write_midi_chart(chart));
  ASSERT_TRUE(smf);
  std::int64_t last = -1;
  for (const midi::SmfEvent& event : smf->events) {
    if (!event.is_note_on()) continue;
    EXPECT_GT(event.tick, last);
    last = event.tick;
  }
  EXPECT_EQ(testing::strokes_of(*read_midi_chart(write_midi_chart(chart))), testing::strokes_of(chart));
}

TEST(MidiChart, EveryNoteEndsBeforeItsDrumIsStruckAgain) {
  const auto smf = midi::parse_smf(write_midi_chart(tab("SD|ffffdddd|\nBD|oooooooo|\n")));
  ASSERT_TRUE(smf);
  std::array<int, 128> sounding{};
  for (const midi::SmfEvent& event : smf->events) {
    if (event.is_note_on()) {
      EXPECT_EQ(++sounding[event.data1], 1) << event.tick;
    } else if ((event.status & 0xF0) == 0x80) {
      EXPECT_EQ(--sounding[event.data1], 0) << event.tick;
    }
  }
}

TEST(MidiChart, SwingSurfaceAndUnwrittenVelocitiesSurvive) {
  const Chart chart = tab("Title: X\nSwing: 1.9\nTempo: 93\nPD|gfOz|----|\nST|RLRL|----|\n");
  EXPECT_EQ(*read_midi_chart(write_midi_chart(chart)), chart);
}

TEST(MidiChart, APracticePadBesideASnareBecomesTheSnare) {
  const Chart chart = tab("SD|o-|\nPD|-o|\n");
  EXPECT_EQ(testing::strokes_of(*read_midi_chart(write_midi_chart(chart))), "1:1 snare\n1:3 snare\n");
}

TEST(MidiChart, AMillionNotesAreReadAndOneMoreIsTooMany) {
  std::vector<midi::SmfEvent> events;
  for (int i = 0; i < 1'000'000; ++i) events.push_back(note(i * 10, i % 2 == 0 ? 38 : 36, 80));
  EXPECT_EQ(read(events)->notes.size(), 1'000'000u);
  events.push_back(note(10'000'000, 38, 80));
  const auto chart = read(events);
  ASSERT_FALSE(chart);
  EXPECT_EQ(chart.error().code, ErrorCode::too_large);
}

TEST(MidiChart, WhatIsOutsideTheKitIsNamedWithItsBars) {
  midi::Smf smf;
  smf.events = {meter(0, 4, 2),     note(0, 36, 80),    note(480, 38, 80), note(0, 56, 80),
                note(1920, 56, 80), note(1920, 36, 80), note(2400, 99, 80)};
  std::stable_sort(smf.events.begin(), smf.events.end(),
                   [](const midi::SmfEvent& a, const midi::SmfEvent& b) { return a.tick < b.tick; });
  const auto read = read_midi_chart_on(midi::write_smf(smf), nullptr);
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(read->kit.outside, 3);
  EXPECT_EQ(lines_of(*read), (std::vector<std::string>{"left out: cowbell, 2 notes (bars 1 and 2).",
                                                       "left out: note 99, 1 note (bar 2)."}));
}

TEST(MidiChart, AMeterThatIsGivenGoesBeforeTheFiles) {
  midi::Smf smf;
  smf.events = {meter(0, 4, 2), note(0, 36, 80), note(480, 38, 80), note(1440, 36, 80)};
  const auto read = read_midi_chart_on(midi::write_smf(smf), nullptr, MeterChange{0, 3, 4});
  ASSERT_TRUE(read);
  EXPECT_EQ(testing::strokes_of(read->chart), "1:1 kick\n1:2 snare\n2:1 kick\n");
  EXPECT_TRUE(read->remarks.empty());
}

}  // namespace
}  // namespace firstchair::charts
