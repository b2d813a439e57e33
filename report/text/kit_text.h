// This file says how an e-kit's notes were read, and what the kit made itself.
#pragma once

#include <string>
#include <vector>

#include "engine/core/kit_read.h"

namespace firstchair::report {

// Returns sentences, the first of which is "Kit: read as general-midi."; none for sound.
std::vector<std::string> kit_texts(const KitRead& kit);

}  // namespace firstchair::report
