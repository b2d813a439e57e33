// This file looks at the cameras' pictures for which drums they show (engine/cut/motion.h), and says what it
// found.
#pragma once

#include "engine/core/result.h"
#include "engine/core/take.h"
#include "engine/cut/film.h"

namespace firstchair::cli {

// Fills `shows` of the cameras of which nobody said what they show, their kind where their name says none,
// and seen_late_s of all; with `mend`, picture_late_s, too. It prints a line a camera. A picture that cannot
// be read is told, and no error. Errors: usage (it was ended).
Result<Done> look_for_drums(cut::Film& film, const Take& take, bool mend);

}  // namespace firstchair::cli
