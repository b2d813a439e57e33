// This file says where in a recording other instruments mask the drums.
#pragma once

#include <string>

#include "engine/core/take.h"

namespace firstchair::report {

// Returns one sentence or two: "Other instruments or voices from bar 5 (0:08) to bar 16 (0:32): drums are
// masked there. Strokes may be missed or be theirs." Times stand alone where no pulse was found. It is empty
// where there are none.
std::string music_text(const Take& take);

}  // namespace firstchair::report
