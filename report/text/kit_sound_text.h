// This file says what was learnt of a kit that was struck drum by drum.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/ear/kit_sound_learn.h"

namespace firstchair::report {

// Returns a drum's name as a drummer writes it: "hat closed".
std::string drum_name(Voice voice);

// Returns a line like "  snare        4 strokes, 5.8 to 8.8 s; 1 unlike the others, left out: 7.3 s". With
// a rate of 0 it tells no times.
std::string drum_learnt_text(const ear::DrumLearnt& drum, double rate = 0);
// Returns what a drum's strokes make doubtful: one sentence at most; empty: nothing.
std::string drum_doubt_text(const ear::DrumLearnt& drum);
// Returns a sentence for every drum that was struck in vain and will not be told, as another of its
// instrument was learnt.
std::vector<std::string> lost_texts(std::span<const ear::DrumLearnt> learnt);
// Returns a sentence for every two drums that cannot be told apart by their sound.
std::vector<std::string> alike_texts(const ear::KitSound& kit);

}  // namespace firstchair::report
