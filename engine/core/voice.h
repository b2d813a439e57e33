// This file names what can be struck, in three views of the same thing, from fine to coarse:
//   Voice   what the ear or the chart names,
//   Line    what a drummer practises and a report speaks of: one limb's part ("snare line"),
//   Family  what a weak sound still tells (the 5-class view of the transcription literature).
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "engine/core/realtime.h"

namespace firstchair {

enum class Voice : unsigned char {
  kick,
  snare,
  cross_stick,
  hat_closed,
  hat_open,
  hat_pedal,
  tom_high,
  tom_mid,
  tom_low,
  ride,
  ride_bell,
  crash,  // splash and china count as crash
  pad,    // one surface: a practice pad, a table top, a rudiment's snare
};
inline constexpr int kVoiceCount = 13;

enum class Line : unsigned char { kick, snare, hat, hat_foot, tom, ride, crash, pad };
inline constexpr int kLineCount = 8;

enum class Family : unsigned char { kick, snare, hat, tom, cymbal, pad };
inline constexpr int kFamilyCount = 6;

// VoiceDetail says how much of the voice the source of the hits can tell. Matching and reports never claim
// more.
enum class VoiceDetail : unsigned char { voice, family, none };

Line line_of(Voice voice);
Family family_of(Voice voice) FIRSTCHAIR_AUDIO;  // [audio]
Family family_of(Line line);
// Returns the voice that stands for its family when only the family is known (hat: hat_closed, tom: tom_mid,
// cymbal: crash).
Voice voice_of(Family family);

// The identifiers ("hat_closed") are stable, and the same in JSON, CSV and code.
std::string_view id_of(Voice voice);
std::string_view id_of(Line line);
std::string_view id_of(Family family);
std::optional<Voice> voice_from_id(std::string_view id);
// Returns what a drummer calls the line ("hat", "hat foot", "tom").
std::string_view name_of(Line line);

// Says whether a hit heard as `heard`, with that much detail, could be the written voice.
bool same_voice(Voice heard, Voice written, VoiceDetail detail);

}  // namespace firstchair
