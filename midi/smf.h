// This file reads and writes Standard MIDI Files 0, 1 and 2 (as independent tracks merged): bytes <-> events.
// The functions are pure: no file is opened here. The source is the MIDI 1.0 Detailed Specification,
// "Standard MIDI Files 1.0" (MMA, 1996).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::midi {

// A meta event has this status, and one of these kinds as its data1.
inline constexpr std::uint8_t kMeta = 0xFF;
inline constexpr std::uint8_t kText = 0x01, kName = 0x03, kInstrument = 0x04, kLyric = 0x05, kMarker = 0x06,
                              kDevice = 0x09, kEndOfTrack = 0x2F, kTempo = 0x51, kMeter = 0x58;
inline constexpr int kPercussion = 9;  // the channel of drums, from 0

struct SmfEvent {
  std::int64_t tick = 0;    // absolute, in file ticks
  std::uint8_t status = 0;  // 0x80..0xEF channel messages; 0xFF meta; sysex is skipped
  std::uint8_t data1 = 0;   // channel messages: first data byte; meta: its type
  std::uint8_t data2 = 0;
  std::string text;  // meta: payload bytes
  int track = 0;     // of a file that was read, from 0; not written

  bool is_note_on() const { return (status & 0xF0) == 0x90 && data2 > 0; }
  int channel() const { return status & 0x0F; }  // 0-based: percussion is 9
  bool operator==(const SmfEvent&) const = default;
};

struct Smf {
  int format = 0;
  int ticks_per_quarter = 480;   // 0 when the division is SMPTE
  double ticks_per_second = 0;   // > 0 when the division is SMPTE
  std::vector<SmfEvent> events;  // all tracks merged, stable order of (tick, track); ends of tracks included
};

inline constexpr std::size_t kMidiSign = 12;  // bytes

// Returns whether the first kMidiSign bytes (or fewer, where the file is shorter) begin a MIDI file, or a
// RIFF file that holds one (.rmi).
bool is_midi(std::span<const std::uint8_t> bytes);
// Returns whether a file's name ends as those of MIDI files do: .mid, .midi, .rmi, in large letters as well.
bool is_midi_name(std::string_view name);

// The limits are 64 MiB and 5 million events. A RIFF file (.rmi) is the file inside it. Running status,
// unknown chunks, more tracks than are promised and data after the last track are accepted; lengths that run
// past the end, missing tracks and a tempo of zero are errors with the byte offset in `place`.
Result<Smf> parse_smf(std::span<const std::uint8_t> bytes);
// `events` must be in order of tick. The file has format 0, running status off, and one end of track at the
// last tick of any event.
std::vector<std::uint8_t> write_smf(const Smf& smf);

// Returns the seconds of every event, in order; the list is as long as smf.events.
std::vector<double> event_seconds(const Smf& smf);
// Returns the microseconds a quarter note, > 0, if the event is a tempo.
std::optional<int> tempo_of(const SmfEvent& event);

}  // namespace firstchair::midi
