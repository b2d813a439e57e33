// A page's e-kit: the profile that was chosen in Setup, what was mapped there by hand, and what is learnt
// from strokes.
#pragma once

#include <string>
#include <string_view>

#include "door/settings.h"
#include "engine/core/kit_read.h"
#include "midi/kit/kit_profile.h"

namespace firstchair::door {

struct PageKit {
  midi::KitProfile profile = midi::usual_kit();
  bool named = false;  // a profile was chosen
};

// Reads the settings "kit" (the id of a built-in profile, or a profile's JSON on one line; absent: the usual
// one) and "notes" ("62=42 63=42": such a note is what that note of General MIDI is). Errors: usage (no such
// profile, no such notes), those of read_kit.
Result<PageKit> page_kit(const Settings& settings);
// Returns how such a kit reads a page's notes.
KitRead read_by(const PageKit& kit);

// Tells what is learnt from strokes [KitLearnt]: `text` is settings ("kit", "notes", "id", the new profile's)
// and, behind an empty line, a stroke a line: its milliseconds, note and velocity, in order of time. Errors:
// those of page_kit; usage (the id is none, or a built-in one's; a line is no stroke; there are none).
Result<std::string> kit_learnt_json(std::string_view text);

}  // namespace firstchair::door
