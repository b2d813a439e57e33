#include <gtest/gtest.h>

#include "midi/smf.h"
#include "songs/songs.h"

namespace firstchair::songs {
namespace {

midi::SmfEvent meta(std::int64_t tick, std::uint8_t type, std::string text) {
  return {.tick = tick, .status = 0xFF, .data1 = type, .data2 = 0, .text = std::move(text), .track = 0};
}
midi::SmfEvent event(std::int64_t tick, int status, int data1, int data2 = 0) {
  return {.tick = tick,
          .status = static_cast<std::uint8_t>(status),
          .data1 = static_cast<std::uint8_t>(data1),
          .data2 = static_cast<std::uint8_t>(data2),
          .text = {},
          .track = 0};
}

std::string file(std::vector<midi::SmfEvent> events) {
  std::stable_sort(events.begin(), events.end(),
                   [](const auto& a, const auto& b) { return a.tick < b.tick; });
  const std::vector<std::uint8_t> bytes = midi::write_smf(
      {.format = 0, .ticks_per_quarter = 480, .ticks_per_second = 0, .events = std::move(events)});
  return {bytes.begin(), bytes.end()};
}

std::vector<midi::SmfEvent> bass_and_drums() {
  std::vector<midi::SmfEvent> events{meta(0, 0x03, "Own Tune"),     meta(0, 0x51, {'\x07', '\xA1', '\x20'}),
                                     meta(0, 0x58, {4, 2, 24, 8}),  meta(0, 0x06, "Head"),
                                     meta(1920, 0x06, "Drum solo"), event(0, 0xC0, 33)};
  for (int beat = 0; beat < 16; ++beat) {
    events.push_back(event(480 * beat, 0x90, 40 + beat % 4, 90));
    events.push_back(event(480 * beat + 400, 0x80, 40 + beat % 4, 0));
    events.push_back(event(480 * beat, 0x99, beat % 2 == 0 ? 36 : 38, 100));
    events.push_back(event(480 * beat, 0x99, 42, 70));
  }
  return events;
}

TEST(MidiSong, EveryChannelButTheDrumsIsAPart) {
  const Result<SongRead> read = read_whole_song(file(bass_and_drums()), "own.mid");
  ASSERT_TRUE(read) << read.error().line();
  const band::Song& song = read->song;
  EXPECT_EQ(song.title, "Own Tune");
  ASSERT_EQ(song.parts.size(), 1u);
  EXPECT_EQ(song.parts[0].program, 33);
  ASSERT_EQ(song.parts[0].notes.size(), 16u);
  EXPECT_EQ(song.parts[0].notes[1], (band::PartNote{kTicksPerQuarter, kTicksPerQuarter * 400 / 480, 41, 90}));
  EXPECT_EQ(song.length, 4 * kTicksPerWhole);
  ASSERT_EQ(song.tempi.size(), 1u);
  EXPECT_EQ(song.tempi[0].bpm, 120);
  ASSERT_EQ(song.sections.size(), 2u);
  ASSERT_TRUE(read->drums);
  EXPECT_EQ(read->drums->notes.size(), 32u);
  EXPECT_EQ(read->drums->length, song.length);
  ASSERT_EQ(song.marks.size(), 1u);
  EXPECT_EQ(song.marks[0], (band::MarkAt{kTicksPerWhole, song.length, band::Mark::solo}));
}

TEST(MidiSong, AFileWithoutDrumsIsASongToo) {
  std::vector<midi::SmfEvent> events = bass_and_drums();
  std::erase_if(events, [](const midi::SmfEvent& e) { return e.status == 0x99; });
  const Result<SongRead> read = read_whole_song(file(events), "own.mid");
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_FALSE(read->drums);
  EXPECT_EQ(lines_of(*read), std::vector<std::string>{"no drums in it: the beat is judged without a chart."});
}

TEST(MidiSong, DrumsAloneAreNoSong) {
  std::vector<midi::SmfEvent> events = bass_and_drums();
  std::erase_if(events, [](const midi::SmfEvent& e) { return e.status == 0x90; });
  EXPECT_EQ(read_whole_song(file(events), "own.mid").error().line(),
            "no chord and no part for a band in it. Write chords into the song, or export it with its other "
            "parts.");
}

TEST(MidiSong, LanesOfAMusicGameAreNoBand) {
  std::vector<midi::SmfEvent> events{meta(0, 0x03, "PART DRUMS")};
  for (int beat = 0; beat < 16; ++beat)
    for (const int lane : {96, beat % 2 == 0 ? 97 : 98}) {
      events.push_back(event(480 * beat, 0x90, lane, 100));
      events.push_back(event(480 * beat + 100, 0x80, lane, 0));
    }
  EXPECT_EQ(
      read_whole_song(file(events), "notes.mid").error().line(),
      "a chart of a music game, which has lanes and no band in it. Give it as the drum chart, and another "
      "song.");
}

TEST(MidiSong, ANoteThatNeverEndsEndsWithTheSong) {
  std::vector<midi::SmfEvent> events = bass_and_drums();
  events.push_back(event(0, 0x91, 60, 80));
  const Result<SongRead> read = read_whole_song(file(events), "own.mid");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->song.parts.size(), 2u);
  EXPECT_EQ(read->song.parts[1].notes[0].length, read->song.length);
}

}  // namespace
}  // namespace firstchair::songs
