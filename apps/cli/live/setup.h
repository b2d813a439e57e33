// Every command that plays through live sound needs this besides the music: a folder for its takes, the
// ports, the round trip it reckons with, and how the machine kept up.
#pragma once

#include <string>
#include <vector>

#include "apps/cli/live/shared_flags.h"
#include "io/live/live_audio.h"
#include "live/live_run.h"
#include "midi/kit/kit_profile.h"

namespace firstchair::cli {

// Returns the folder for takes (options.takes, else the platform's) and makes it if it is not there. Takes
// left behind in it are finished; `recovered` gets a line for each. Errors: usage (no home folder),
// unwritable.
Result<std::string> ready_takes_folder(const LiveOptions& options, std::vector<std::string>& recovered);
struct RoundTrip {
  double frames = 0, sd_ms = 0;
  bool known = false;  // measured, or an e-kit, whose input has no converter
  std::string words;
};
// Returns the calibrated round trip, else the one the system reports (always so for an e-kit), with the doubt
// that belongs to it.
RoundTrip round_trip_of(const io::LiveAudioInfo& info, const LiveOptions& options);

// Returns the profile that options.kit names, or the usual one. Errors: those of find_kit; usage (--kit
// without
// --midi).
Result<midi::KitProfile> kit_of(const LiveOptions& options);
// Writes into `session` that an e-kit's notes are read by `kit`; does nothing for sound.
void set_kit(SessionConfig& session, const LiveOptions& options, const midi::KitProfile& kit);
// Writes into `session` the kit's sound that options.kit_sound names; does nothing where it names none.
// Errors: usage (no drums before a microphone), those of hearing::find_kit_sound and ear::check_ear.
Result<Done> set_kit_sound(SessionConfig& session, const LiveOptions& options);

// Returns the config of a run of the plan into a new folder of `takes`, as the options and the round trip ask
// for.
live::LiveRunConfig run_config_of(const LiveOptions& options, const SessionConfig& session,
                                  const practice::DrillPlan& plan, const RoundTrip& trip,
                                  const std::string& takes, const midi::KitProfile& kit);

io::LiveAudioConfig audio_config_of(const LiveOptions& options);

// Returns a line like "Longest callback: 3.6 % of its block. Prompts after the attack: ...".
std::string timing_text(const live::LiveResult& result);

}  // namespace firstchair::cli
