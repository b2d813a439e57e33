// This file says how an e-kit's notes were read, and what the kit made itself.
#pragma once

#include <string>
#include <vector>

#include "engine/core/take.h"

namespace firstchair::report {

// Returns sentences, the first of which is "Kit: read as general-midi."; none for sound.
std::vector<std::string> kit_texts(const KitRead& kit);

// Returns the same of a take, and how to find out which pads that lean do so by themselves.
std::vector<std::string> kit_texts(const Take& take);

}  // namespace firstchair::report
