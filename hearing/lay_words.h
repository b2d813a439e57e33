// These are the sentences in which laying a camera tells what it found.
#pragma once

#include <string>
#include <vector>

#include "engine/cut/coarse.h"
#include "engine/cut/placement.h"

namespace firstchair::hearing {

// Returns what there is to say of how a camera was laid; nothing where all is well. `laid` is where the fine
// step put it, which says how much is missing between its pieces; without pieces the coarse one says so.
std::vector<std::string> coarse_words(const cut::Coarse& coarse, const std::string& camera,
                                      const cut::Placement& laid = {});

std::string no_sound_words(const std::string& camera);

}  // namespace firstchair::hearing
