// The sentences in which laying a camera tells what it found.
#pragma once

#include <string>
#include <vector>

#include "engine/cut/coarse.h"

namespace firstchair::hearing {

// Returns what there is to say of how a camera was laid; nothing where all is well.
std::vector<std::string> coarse_words(const cut::Coarse& coarse, const std::string& camera);

std::string no_sound_words(const std::string& camera);

}  // namespace firstchair::hearing
