// This file writes what a cut film is learned from: the film with every stroke's error in it, and the bars
// that lie furthest apart, slowed down.
#pragma once

#include "apps/cli/cut/cut_command.h"
#include "engine/core/take.h"

namespace firstchair::cli {

// Writes burn.ass and burn.mp4 (with `burn`) and clips/bar-N-50.mp4 and clips/bar-N-25.mp4 (with `clips`)
// into the options' folder, and says in a line each what they are. Errors: those of rendering and writing.
Result<Done> write_burnt(const cut::Film& film, const Take& take, const CutOptions& options);

}  // namespace firstchair::cli
