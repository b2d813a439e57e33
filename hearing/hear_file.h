// This file hears a file that is there already: sound or an e-kit's MIDI. The program's `hear` and the server
// share it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/session.h"
#include "io/files/cage.h"
#include "midi/kit/kit_profile.h"
#include "practice/click_announcer.h"

namespace firstchair::hearing {

struct HearingProgress {
  double heard_s = 0, length_s = 0;  // length 0: unknown
};

// `config` lacks its source's kind, rate and channels, which the file says. `click` is a metronome to be
// taken out of the sound. `place` is what an error calls the file. `told` is called once a block; false ends
// the hearing (ErrorCode::usage). Warnings are lines without a place. The file is decoded in the cage, if it
// has a program; while that is waited for, `told` is called too. `kit` is the profile that reads the notes of
// a MIDI file, or null: then it is chosen (midi/kit/kit_choice.h).
Result<Take> hear_file(const std::string& path, const std::string& place, SessionConfig config,
                       const std::optional<practice::Metronome>& click,
                       const std::function<bool(const HearingProgress&)>& told,
                       std::vector<std::string>& warnings, const io::Cage& cage,
                       const midi::KitProfile* kit = nullptr);

}  // namespace firstchair::hearing
