// This file words what was learnt of an e-kit's pads, for the program and the page.
#pragma once

#include <string>
#include <vector>

#include "midi/kit/kit_learn.h"

namespace firstchair::midi {

// Returns a line a pad, in order of number: "note 42 (hat): 24 strokes, velocity 21 to 118; ...", and one
// more where nothing was learnt.
std::vector<std::string> kit_learnt_texts(const KitLearnt& learnt);

}  // namespace firstchair::midi
