// This file says what was learnt of a kit that was struck drum by drum.
#pragma once

#include <string>
#include <vector>

#include "engine/ear/kit_sound_learn.h"

namespace firstchair::report {

// Returns a drum's name as a drummer writes it: "hat closed".
std::string drum_name(Voice voice);

// Returns a line like "  snare        4 strokes; 1 unlike the others, left out".
std::string drum_learnt_text(const ear::DrumLearnt& drum);
// Returns what a drum's strokes make doubtful: one sentence at most; empty: nothing.
std::string drum_doubt_text(const ear::DrumLearnt& drum);
// Returns a sentence for every two drums that cannot be told apart by their sound.
std::vector<std::string> alike_texts(const ear::KitSound& kit);

}  // namespace firstchair::report
