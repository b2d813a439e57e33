// The parts of an arrangement, as a synth plays them.
#pragma once

#include <vector>

#include "io/sound/synth.h"
#include "practice/band/arrange.h"

namespace firstchair::live {

// [setup] Each with the notes that it plays; with an answer above 0 dB they may become louder than they are
// written.
std::vector<io::SynthPart> synth_parts(const practice::Arranged& band, double answer_db);

}  // namespace firstchair::live
