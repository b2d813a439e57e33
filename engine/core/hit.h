// A Hit is one stroke as it was played. The ear makes hits from sound, midi/ from an e-kit.
#pragma once

#include "engine/core/units.h"
#include "engine/core/voice.h"

namespace firstchair {

struct Hit {
  Frames frame = 0;  // the attack: first frame of the stroke's sound
  Voice voice = Voice::pad;
  float voice_probability = 1;  // 0..1 that `voice` is right, in the detail the source can tell
  float level_db = 0;           // peak re full scale; from MIDI: 20 log10(velocity / 127)
  float strength = 0;           // 0..127 on the MIDI velocity scale
  float sigma_ms = 0;           // standard deviation of `frame` as an estimate of the attack
  bool timed = true;    // false: the sound gave no trustworthy attack; judged for hits, never for time
  bool unison = false;  // other voices were struck in the same attack

  bool operator==(const Hit&) const = default;
};

}  // namespace firstchair
