// This file says how an e-kit's notes were read: which kit profile turned numbers into voices, how it came to
// be chosen, and what the kit made itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/voice.h"

namespace firstchair {

// KitStrokes are what an e-kit made itself. Each of them follows (or, below 0, precedes) a stroke of another
// pad, or of the same, by the same few milliseconds. They are in no other part of the take.
struct KitStrokes {
  Voice of = Voice::pad, told = Voice::pad;  // the pad that was struck, the one that was told
  int count = 0;
  double after_ms = 0;  // mean
  double velocity = 0;  // mean, 0..127

  bool operator==(const KitStrokes&) const = default;
};

// The usual profile is General MIDI with what common modules send beyond it (midi/percussion.h).
enum class KitChoice : std::uint8_t { usual, asked, guessed };

// A KitRead is empty (no profile) for sound, and for strokes that did not come as notes.
struct KitRead {
  std::string profile;  // its name, as "roland-td"; empty: none
  KitChoice choice = KitChoice::usual;
  std::string why;               // what a guess was made from, as "the track name "TD-17""; else empty
  int channel = 0;               // of a MIDI file, 1 to 16; 0: not known
  bool channel_guessed = false;  // channel 10 was silent: `channel` is the one that looks like a kit
  int below_floor = 0;           // strokes softer than their pad's floor, left out
  int retriggered = 0;           // second triggers within their pad's retrigger time, left out
  int outside = 0;               // notes that the profile has no voice for, left out
  std::string hint;              // which profiles would read more of them; else empty
  std::vector<KitStrokes> made;  // what the kit made itself and is left out; the most frequent first

  bool operator==(const KitRead&) const = default;
};

}  // namespace firstchair
