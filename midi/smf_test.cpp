#include "midi/smf.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace firstchair::midi {
namespace {

using Bytes = std::vector<std::uint8_t>;

void append(Bytes& out, std::uint32_t value, int width) {
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}

Bytes header(int format, int tracks, int division) {
  Bytes out{'M', 'T', 'h', 'd', 0, 0, 0, 6};
  append(out, static_cast<std::uint32_t>(format), 2);
  append(out, static_cast<std::uint32_t>(tracks), 2);
  append(out, static_cast<std::uint32_t>(division), 2);
  return out;
}

void append_track(Bytes& out, const Bytes& body) {
  out.insert(out.end(), {'M', 'T', 'r', 'k'});
  append(out, static_cast<std::uint32_t>(body.size()), 4);
  out.insert(out.end(), body.begin(), body.end());
}

Bytes file(int division, const Bytes& body) {
  Bytes out = header(0, 1, division);
  append_track(out, body);
  return out;
}

std::string error_of(const Bytes& bytes) {
  const Result<Smf> smf = parse_smf(bytes);
  return smf ? "read" : smf.error().line();
}

TEST(Smf, ReadsNotesTempoAndText) {
  const Result<Smf> smf = parse_smf(file(480, {0x00, 0xFF, 0x51, 0x03, 0x07, 0xA1, 0x20,  // 120 a minute
                                               0x00, 0xFF, 0x03, 0x02, 'h',  'i',         //
                                               0x83, 0x60, 0x99, 38,   100,               // 480 ticks later
                                               0x00, 0xFF, 0x2F, 0x00}));
  ASSERT_TRUE(smf) << smf.error().line();
  ASSERT_EQ(smf->events.size(), 4u);
  EXPECT_EQ(tempo_of(smf->events[0]), 500000);
  EXPECT_EQ(smf->events[1].text, "hi");
  EXPECT_TRUE(smf->events[2].is_note_on());
  EXPECT_EQ(smf->events[2].channel(), 9);
  EXPECT_EQ(smf->events[2].data1, 38);
  EXPECT_EQ(smf->events[2].data2, 100);
  EXPECT_DOUBLE_EQ(event_seconds(*smf)[2], 0.5);
}

TEST(Smf, RunningStatusRepeatsTheLastChannelMessageEvenAcrossAMetaEvent) {
  const Result<Smf> smf =
      parse_smf(file(96, {0, 0x99, 36, 90, 10, 38, 91, 0, 0xFF, 0x05, 1, 'R', 10, 38, 0}));
  ASSERT_TRUE(smf) << smf.error().line();
  ASSERT_EQ(smf->events.size(), 4u);
  EXPECT_TRUE(smf->events[1].is_note_on());
  EXPECT_EQ(smf->events[1].tick, 10);
  EXPECT_FALSE(smf->events[3].is_note_on());  // velocity 0 is a note-off
  EXPECT_EQ(smf->events[3].tick, 20);
}

// tempo 120 | 60 from the second quarter: the third quarter stands at 0.5 + 1.0 s
TEST(Smf, SecondsFollowTheTempoMapOfAnyTrack) {
  Bytes bytes = header(1, 2, 100);
  append_track(bytes, {100, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40, 0, 0xFF, 0x2F, 0});
  append_track(bytes, {0, 0x99, 36, 100, 100, 0x99, 36, 100, 100, 0x99, 36, 100, 0, 0xFF, 0x2F, 0});
  const Result<Smf> smf = parse_smf(bytes);
  ASSERT_TRUE(smf) << smf.error().line();
  const std::vector<double> seconds = event_seconds(*smf);
  std::vector<double> notes;
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    if (smf->events[i].is_note_on()) notes.push_back(seconds[i]);
  }
  EXPECT_EQ(notes, (std::vector<double>{0.0, 0.5, 1.5}));
}

TEST(Smf, EventsOfOneTickKeepTheOrderOfTheirTracks) {
  Bytes bytes = header(1, 2, 100);
  append_track(bytes, {5, 0x99, 1, 1});
  append_track(bytes, {0, 0x99, 2, 1, 5, 0x99, 3, 1});
  const Result<Smf> smf = parse_smf(bytes);
  ASSERT_TRUE(smf);
  ASSERT_EQ(smf->events.size(), 3u);
  EXPECT_EQ(smf->events[0].data1, 2);
  EXPECT_EQ(smf->events[1].data1, 1);
  EXPECT_EQ(smf->events[2].data1, 3);
}

TEST(Smf, SmpteDivisionCountsSecondsAndKeepsNoTempo) {
  // 25 frames of 40 ticks: milliseconds
  const Result<Smf> smf = parse_smf(file(0xE728, {0, 0xFF, 0x51, 3, 1, 0, 0, 0x87, 0x68, 0x99, 38, 1}));
  ASSERT_TRUE(smf) << smf.error().line();
  EXPECT_EQ(smf->ticks_per_quarter, 0);
  EXPECT_DOUBLE_EQ(smf->ticks_per_second, 1000);
  EXPECT_DOUBLE_EQ(event_seconds(*smf)[1], 1.0);
  const Result<Smf> again = parse_smf(write_smf(*smf));
  ASSERT_TRUE(again);
  EXPECT_DOUBLE_EQ(again->ticks_per_second, 1000);
}

TEST(Smf, UnknownChunksLongHeadersSysexAndBytesAfterTheLastTrackArePassedOver) {
  Bytes bytes{'M', 'T',  'h',  'd', 0,   0,   0,   8, 0, 0, 0, 1, 0,
              96,  0xAB, 0xCD, 'X', 'F', 'I', 'H', 0, 0, 0, 2, 9, 9};
  append_track(bytes, {0, 0xF0, 3, 1, 2, 0xF7, 0, 0x99, 36, 100});
  bytes.insert(bytes.end(), {'j', 'u', 'n', 'k'});
  const Result<Smf> smf = parse_smf(bytes);
  ASSERT_TRUE(smf) << smf.error().line();
  EXPECT_EQ(smf->events.size(), 1u);
}

Bytes chunk(const char* name, const Bytes& body) {
  Bytes out(name, name + 4);
  const std::size_t size = body.size();
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(size >> shift));
  out.insert(out.end(), body.begin(), body.end());
  if (size % 2 == 1) out.push_back(0);
  return out;
}

Bytes riff(const Bytes& inside) {
  Bytes body{'R', 'M', 'I', 'D'};
  body.insert(body.end(), inside.begin(), inside.end());
  return chunk("RIFF", body);
}

TEST(Smf, AFileInsideARiffFileIsReadAndItsErrorsCountFromTheRiffFilesStart) {
  const Bytes alone = file(96, {0, 0x99, 36, 100, 0, 0xFF, 0x2F, 0});
  Bytes inside = chunk("LIST", {'I', 'N', 'F', 'O', 9});  // odd, so a byte of padding follows
  const Bytes data = chunk("data", alone);
  inside.insert(inside.end(), data.begin(), data.end());
  const Bytes whole = riff(inside);
  EXPECT_TRUE(is_midi(whole));
  EXPECT_TRUE(is_midi(std::span(whole).first(kMidiSign)));
  EXPECT_FALSE(is_midi(std::span(whole).first(11)));
  for (const char* name : {"a.mid", "/b/A.MIDI", ".rmi"}) EXPECT_TRUE(is_midi_name(name)) << name;
  for (const char* name : {"", "mid", "a.mid.txt", "a.midy"}) EXPECT_FALSE(is_midi_name(name)) << name;
  const Result<Smf> smf = parse_smf(whole);
  ASSERT_TRUE(smf) << smf.error().line();
  EXPECT_EQ(smf->events, parse_smf(alone)->events);

  Bytes broken = riff(chunk("data", file(96, {0, 0xF8})));
  EXPECT_EQ(error_of(broken), "byte 42: a message that has no place in a file. Export the MIDI file again.");
  for (const std::size_t length : {16u, 17u, 18u, 19u}) broken[length] = 0;  // what a recorder leaves
  EXPECT_EQ(error_of(broken), "byte 42: a message that has no place in a file. Export the MIDI file again.");
}

TEST(Smf, MoreTracksThanThePromisedAreRead) {
  Bytes bytes = header(1, 1, 96);
  append_track(bytes, {0, 0xFF, 0x51, 3, 7, 0xA1, 0x20});
  append_track(bytes, {0, 0x99, 36, 100});
  const Result<Smf> smf = parse_smf(bytes);
  ASSERT_TRUE(smf) << smf.error().line();
  EXPECT_EQ(smf->events.size(), 2u);
  EXPECT_EQ(smf->events.back().track, 1);
  bytes.insert(bytes.end(), {'M', 'T', 'r', 'k', 0, 0, 0, 99, 1});  // a track that breaks off is junk
  EXPECT_TRUE(parse_smf(bytes));
}

TEST(Smf, ARiffFileWithoutAMidiFileIsAnError) {
  const std::string none = "byte 12: no MIDI file in this RIFF file. Export the MIDI file again.";
  EXPECT_EQ(error_of(riff({})), none);
  EXPECT_EQ(error_of(riff(chunk("DLS ", {1, 2, 3}))), none);
  EXPECT_EQ(error_of(riff(chunk("data", {1, 2, 3, 4}))), none);
  Bytes longer = riff(chunk("LIST", {1, 2, 3, 4}));
  longer[19] = 0xFF;  // a chunk of over 4 GB
  EXPECT_EQ(error_of(longer), none);
  Bytes wave = riff({});
  wave[8] = 'W';
  EXPECT_EQ(error_of(wave), "byte 0: not a MIDI file. Give a Standard MIDI File (.mid).");
}

TEST(Smf, EachWrongLengthIsNamedWithItsByte) {
  EXPECT_EQ(error_of({}), "byte 0: not a MIDI file. Give a Standard MIDI File (.mid).");
  EXPECT_EQ(error_of({'M', 'T', 'h', 'd', 0, 0}),
            "byte 4: the header breaks off. Export the MIDI file again.");
  Bytes long_track = file(96, {0, 0x99, 36, 100});
  long_track[21] = 99;
  EXPECT_EQ(error_of(long_track),
            "byte 14: a chunk of 99 bytes with 4 left in the file. Export the MIDI file again.");
  EXPECT_EQ(error_of(header(1, 3, 96)),
            "byte 14: 3 tracks are promised and 0 are there. Export the MIDI file again.");
  EXPECT_EQ(error_of(file(96, {0, 0xFF, 0x01, 0x50, 'a'})),
            "byte 22: a meta event of 80 bytes with 1 left in its track. Export the MIDI file again.");
  EXPECT_EQ(error_of(file(96, {0, 0xF0, 0x50})),
            "byte 22: a system exclusive message past the end of its track. Export the MIDI file again.");
  EXPECT_EQ(error_of(file(96, {0, 0x99, 36})),
            "byte 22: a message breaks off at the end of its track. Export the MIDI file again.");
  EXPECT_EQ(error_of(file(96, {0x81, 0x82, 0x83, 0x84, 0x05, 0x99})),
            "byte 22: a time that breaks off or is over four bytes long. Export the MIDI file again.");
}

TEST(Smf, BadValuesAreNamedWithTheirByte) {
  EXPECT_EQ(error_of(file(96, {0, 0xFF, 0x51, 3, 0, 0, 0})),
            "byte 22: a tempo of zero. Export the MIDI file again.");
  EXPECT_EQ(error_of(file(96, {0, 0xFF, 0x51, 1, 9})),
            "byte 22: a tempo of 1 bytes instead of 3. Export the MIDI file again.");
  EXPECT_EQ(error_of(file(0, {})), "byte 12: a division of zero ticks. Export the MIDI file again.");
  EXPECT_EQ(error_of(file(0xF001, {})),
            "byte 12: an SMPTE division of 16 frames by 1. Export the MIDI file again.");
  EXPECT_EQ(error_of(header(7, 1, 96)),
            "byte 8: MIDI file format 7, only 0, 1 and 2 exist. Export the MIDI file again.");
  EXPECT_EQ(error_of(file(96, {0, 36, 100})),
            "byte 22: running status before any status. Export the MIDI file again.");
  EXPECT_EQ(error_of(file(96, {0, 0x99, 0x90, 1})),
            "byte 24: a status byte where a data byte should stand. Export the MIDI file again.");
  EXPECT_EQ(error_of(file(96, {0, 0xF8})),
            "byte 22: a message that has no place in a file. Export the MIDI file again.");
}

TEST(Smf, EveryBeginningOfAFileIsAnErrorOrIsRead) {
  const Bytes whole =
      file(480, {0, 0xFF, 0x51, 3, 7, 0xA1, 0x20, 0x83, 0x60, 0x99, 38, 100, 0, 0xFF, 0x2F, 0});
  for (std::size_t n = 0; n < whole.size(); ++n) {
    EXPECT_FALSE(parse_smf(std::span(whole).first(n))) << n;
  }
  EXPECT_TRUE(parse_smf(whole));
}

TEST(Smf, WhatIsWrittenReadsBack) {
  Smf smf;
  smf.ticks_per_quarter = 960;
  smf.events = {{0, 0xFF, 0x51, 0, std::string("\x07\xA1\x20", 3)},
                {0, 0xFF, 0x05, 0, std::string(300, 'x')},
                {127, 0xC9, 5, 0, {}},
                {128, 0x99, 38, 1, {}},
                {16384, 0x89, 38, 64, {}},
                {2097152, 0x99, 36, 127, {}},
                {1 << 28, 0xE0, 1, 2, {}},
                {1 << 28, 0xFF, 0x2F, 0, {}}};
  const Result<Smf> again = parse_smf(write_smf(smf));
  ASSERT_TRUE(again) << again.error().line();
  EXPECT_EQ(again->ticks_per_quarter, 960);
  EXPECT_EQ(again->events, smf.events);
}

TEST(Smf, ASilenceBeyondOneDeltaIsKept) {
  Smf smf;
  smf.events = {{std::int64_t{5} << 28, 0x99, 38, 1, {}}};
  const Result<Smf> again = parse_smf(write_smf(smf));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->events.back().tick, std::int64_t{5} << 28);
}

TEST(Smf, AMillionNotesAreRead) {
  Bytes body;
  for (int i = 0; i < 1'000'000; ++i) body.insert(body.end(), {1, 0x99, 38, 100});
  const Result<Smf> smf = parse_smf(file(480, body));
  ASSERT_TRUE(smf);
  EXPECT_EQ(smf->events.size(), 1'000'000u);
  EXPECT_NEAR(event_seconds(*smf).back(), 1e6 * 0.5 / 480, 1e-6);
}

}  // namespace
}  // namespace firstchair::midi
