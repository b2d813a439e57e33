// A Source says where a take's strokes came from, and what that instrument can tell and cannot.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/kit_read.h"
#include "engine/core/kit_sound_used.h"
#include "engine/core/played_with.h"
#include "engine/core/units.h"
#include "engine/core/voice.h"

namespace firstchair {

enum class SourceKind : unsigned char { audio, midi };

// SourceErrors are the strokes a source loses and adds by itself, as shares of the strokes played; they are 0
// for an e-kit. What a source loses and adds is not the player's: the band of missed and extra grows by it.
struct SourceErrors {
  double missed = 0;        // of plain and accented strokes
  double missed_ghost = 0;  // of ghost notes
  double extra = 0;
};

// MusicHeard is a stretch in which other instruments or voices sound so loud that they mask drums: strokes
// there may be missed, or be theirs.
struct MusicHeard {
  Frames from = 0, to = 0;  // at the take's own rate

  bool operator==(const MusicHeard&) const = default;
};

struct Source {
  std::string name;  // file name as the player gave it
  SourceKind kind = SourceKind::audio;
  double rate = 0;   // frames a second of every frame number in the take
  int channels = 0;  // audio only
  Frames length = 0;
  VoiceDetail detail = VoiceDetail::voice;     // what its hits can tell
  bool polyphonic = true;                      // false: one hit an attack, whatever was struck together
  bool times_apart = true;                     // false: voices struck together share their attack's time
  double bias_sd_ms = 0;                       // uncertainty of a line's constant offset
  SourceErrors errors;                         // what the source itself loses and adds
  KitRead kit;                                 // MIDI only
  std::vector<MusicHeard> music;               // recordings only; in order, apart
  std::optional<PlayedWith> band = {};         // that played along; none: nobody did
  std::optional<KitSoundUsed> kit_sound = {};  // that it was heard with; none: without one
};

}  // namespace firstchair
