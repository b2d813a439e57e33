// What is said while a band plays.
#pragma once

#include <string>

#include "engine/band/form.h"

namespace firstchair::report {

// Returns what the band does that is not simply to play, as "you alone"; else nothing.
std::string playing_text(band::Playing playing);

// Returns "home 120, you are at 134: the band stops at 132". All are quarter notes a minute.
std::string band_limit_text(double home_bpm, double drummer_bpm, double band_bpm);

}  // namespace firstchair::report
