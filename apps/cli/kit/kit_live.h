// `firstchair kit learn` listens to a live e-kit here.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "midi/kit/kit_profile.h"
#include "midi/performance.h"

namespace firstchair::cli {

// Asks for soft and hard strokes of every pad, shows what was struck as `kit` names it, and returns all notes
// in order of time when the player ends it (q, Ctrl-C). `port` names the MIDI port; empty, all
// are opened. Errors:
// not_found (no port), those of MidiInput::open.
Result<std::vector<midi::PlayedNote>> play_kit(const std::string& port, const midi::KitProfile& kit);

}  // namespace firstchair::cli
