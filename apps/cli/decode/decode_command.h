// `firstchair decode TASK ENDING` is the other side of io/files/cage.h. It reads one file from its standard
// input and writes what is in it, as the cage's messages, to its standard output. The program starts it for
// itself.
#pragma once

#include <optional>

#include "io/files/cage.h"

namespace firstchair::cli {

// Returns the exit code when the words say decode, a task and an ending, and nothing when they say anything
// else.
std::optional<int> decode(int argc, char** argv);

// Returns the cage whose decoder is this very program, also when its file was replaced meanwhile.
io::Cage own_cage();

}  // namespace firstchair::cli
