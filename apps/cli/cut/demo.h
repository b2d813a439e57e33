// This file makes three cameras of a made drummer, so that a film can be seen where nobody has one: what is
// struck lights up, and each camera has a rate, a clock and a room of its own.
#pragma once

#include "apps/cli/cut/cut_command.h"

namespace firstchair::cli {

// Makes master.wav, wide.mp4, hands.mp4 and feet.mp4 in the folder of the options, and names them there.
// Files that are there are kept, so that the same film is cut again at once.
Result<Done> make_demo(CutOptions& options);

}  // namespace firstchair::cli
