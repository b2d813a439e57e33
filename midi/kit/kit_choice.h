// This file finds which channel of a MIDI file is the drums, and which kit profile reads it. A performance
// and a chart ask the same question and get the same answer.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/kit_read.h"
#include "engine/core/result.h"
#include "midi/kit/kit_profile.h"
#include "midi/smf.h"

namespace firstchair::midi {

// NotesHeard is what is asked of a file: how often each number is struck on each channel, and the names in
// it.
struct NotesHeard {
  std::array<std::array<int, 128>, 16> strokes{};
  std::string names;  // of tracks, instruments and devices; a line each
  // A bit a channel: it is set to a melodic instrument of General MIDI, and not to its first one, which
  // programs send without being asked.
  std::uint16_t melodic = 0;

  static NotesHeard of(const Smf& smf);
};

struct KitChosen {
  const KitProfile* kit = nullptr;  // what was asked for, or a built-in one
  int channel = 9;                  // 0-based
  KitRead read;                     // profile, choice, why, channel, hint
};

// Returns the channel of the drums, 0-based. It is channel 10 where that one has a note. Else it is the one
// whose strokes `kit` knows best, of those that look like drums: a kick or a snare, and nine strokes of ten
// known; or kick, snare and hat, half of the strokes known and the rest a few other percussion instruments.
// A channel with hats or cymbals goes before one without. Where the kit was not `asked` for, a channel of
// more than two numbers must have a kick, a snare and a hat or a cymbal, no more toms than other strokes, and
// a quarter more strokes than numbers, and be set to no melodic instrument: bass lines and melodies lie where
// a kit's numbers are.
std::optional<int> drum_channel(const NotesHeard& heard, const KitProfile& kit, bool asked);

// Chooses for a file. `asked`: the profile that the player named, or null: then the usual one reads it,
// unless a name in the file gives another away, or the usual one knows less than two strokes of three and all
// others that know them read them alike; a file that sets other channels to melodic instruments has General
// MIDI's percussion on channel 10. Errors: unsupported (no channel looks like drums).
Result<KitChosen> choose_kit(const NotesHeard& heard, const KitProfile* asked);

}  // namespace firstchair::midi
