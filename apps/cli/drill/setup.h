// What a drill needs besides the music: a folder for its take, the round trip it reckons with, and how it was
// for the machine.
#pragma once

#include <string>

#include "apps/cli/commands.h"
#include "apps/cli/drill/live_run.h"
#include "io/live/live_audio.h"

namespace firstchair {

// The folder for takes, made if it is not there: options.takes, else the platform's. Errors: usage (no home
// folder), unwritable.
Result<std::string> takes_folder(const DrillOptions& options);
// A folder in it named after the time of day, not there yet.
std::string new_take_folder(const std::string& takes);

struct RoundTrip {
  double frames = 0, sd_ms = 0;
  std::string words;
};
// As calibrated, else as the system says (of an e-kit always) with the doubt that belongs to it.
RoundTrip round_trip_of(const LiveAudioInfo& info, const DrillOptions& options);

// "Longest callback: 3.6 % of its block. Prompts after the attack: ..."
std::string timing_text(const LiveResult& result);

}  // namespace firstchair
