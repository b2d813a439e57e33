// This file hears a file that is there already: sound or an e-kit's MIDI. The program's `hear` and the server
// share it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/session.h"
#include "io/files/cage.h"
#include "midi/kit/kit_profile.h"
#include "practice/click_announcer.h"

namespace firstchair::hearing {

inline constexpr double kMostHours = 6;

// The ear that hears recordings unless another is asked for.
inline constexpr ear::WhichEar kUsualEar = ear::WhichEar::file;
// Has the session's sound heard by this ear, with the weights that this program was built with.
void hear_with(ear::WhichEar which, SessionConfig& config);
// Returns the name of those weights.
std::string_view weights_name(ear::WhichEar which);

struct HearingOptions {
  std::optional<practice::Metronome> click = {};  // a metronome to be taken out of the sound
  double most_hours = kMostHours;                 // a longer recording is refused
  io::Cage cage = {};                             // with a program the file is decoded in it
  const midi::KitProfile* kit = nullptr;  // reads a MIDI file's notes; null: it is chosen (kit_choice.h)
};

struct HearingProgress {
  double heard_s = 0, length_s = 0;  // length 0: unknown
};

// `config` lacks its source's kind, rate and channels, which the file says. `place` is what an error calls
// the file. `told` is called once a block, and while the cage is waited for; false ends the hearing
// (ErrorCode::usage). Warnings are lines without a place. Errors: those of reading it, too_large.
Result<Take> hear_file(const std::string& path, const std::string& place, SessionConfig config,
                       const HearingOptions& options, const std::function<bool(const HearingProgress&)>& told,
                       std::vector<std::string>& warnings);

}  // namespace firstchair::hearing
