// `firstchair kit learn --strike` listens to the microphone here.
#pragma once

#include <span>
#include <vector>

#include "apps/cli/kit/kit_command.h"
#include "engine/ear/kit_sound_learn.h"

namespace firstchair::cli {

// Asks for strokes on each drum in turn, counts them, and learns the drum when it has enough. s leaves a drum
// out; q or Ctrl-C ends with what is there. `learnt` gets what became of every drum. Errors: those of
// LiveAudio, and of check_kit_sound.
Result<ear::KitSound> strike_live(const KitOptions& options, std::span<const Voice> drums,
                                  std::vector<ear::DrumLearnt>& learnt);

}  // namespace firstchair::cli
