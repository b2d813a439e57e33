// What every command that plays through live sound needs besides the music: a folder for its takes, the
// ports, the round trip it reckons with, and how it was for the machine.
#pragma once

#include <string>
#include <vector>

#include "apps/cli/live/shared_flags.h"
#include "io/live/live_audio.h"
#include "live/live_run.h"

namespace firstchair::cli {

// The folder for takes (options.takes, else the platform's), made if it is not there; takes left behind in it
// are finished, a line each. Errors: usage (no home folder), unwritable.
Result<std::string> ready_takes_folder(const LiveOptions& options, std::vector<std::string>& recovered);
struct RoundTrip {
  double frames = 0, sd_ms = 0;
  std::string words;
};
// As calibrated, else as the system says (of an e-kit always) with the doubt that belongs to it.
RoundTrip round_trip_of(const io::LiveAudioInfo& info, const LiveOptions& options);

// A run of the plan into a new folder of `takes`, as the options and the round trip say.
live::LiveRunConfig run_config_of(const LiveOptions& options, const SessionConfig& session,
                                  const practice::DrillPlan& plan, const RoundTrip& trip,
                                  const std::string& takes);

io::LiveAudioConfig audio_config_of(const LiveOptions& options);

// "Longest callback: 3.6 % of its block. Prompts after the attack: ..."
std::string timing_text(const live::LiveResult& result);

}  // namespace firstchair::cli
