// This file turns an e-kit performance in a MIDI file into hits. Every note-on of the drums' channel is a
// stroke; time and velocity are taken as they are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/hit.h"
#include "engine/core/result.h"
#include "midi/kit/kit_choice.h"

namespace firstchair::midi {

// PlayedNotes are the note-ons of a file, of all channels, before anybody says what a number is worth.
struct PlayedNote {
  Frames frame = 0;  // kMidiRate frames a second
  float sigma_ms = 0;
  std::uint8_t channel = 0, number = 0, velocity = 1;  // channel: 0-based

  bool operator==(const PlayedNote&) const = default;
};
struct PlayedNotes {
  std::vector<PlayedNote> notes;  // in order of frame
  std::string names;              // NotesHeard::names
  std::uint16_t melodic = 0;      // NotesHeard::melodic
  double tempo_bpm = 0;           // first tempo of the file, a hint only; 0: none written
};

struct Performance {
  std::vector<Hit> hits;  // in order of frame, kMidiRate frames a second
  double tempo_bpm = 0;   // first tempo of the file, a hint only; 0: none written
  int ignored = 0;        // note-ons of instruments outside the kit
  KitRead kit;            // which profile read which channel
};

// Errors: those of parse_smf; too_large (a note later than 24 hours); unsupported (no note).
Result<PlayedNotes> read_notes(std::span<const std::uint8_t> bytes);
// Returns what the drums' channel played. `asked` is the profile that the player named, or null. Errors:
// those of choose_kit; unsupported (no note of a drum kit).
Result<Performance> perform(const PlayedNotes& played, const KitProfile* asked);
// Returns perform(read_notes(bytes), asked).
Result<Performance> read_performance(std::span<const std::uint8_t> bytes, const KitProfile* asked = nullptr);

}  // namespace firstchair::midi
