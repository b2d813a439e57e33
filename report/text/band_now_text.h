// What is said before and while a band plays.
#pragma once

#include <string>
#include <string_view>

#include "engine/band/dial.h"
#include "engine/band/form.h"

namespace firstchair::report {

// Returns what the band does that is not simply to play, as "you alone"; else nothing.
std::string playing_text(band::Playing playing);

// Returns "home 120, you are at 134: the band stops at 132". All are quarter notes a minute.
std::string band_limit_text(double home_bpm, double drummer_bpm, double band_bpm);

// Returns what a take with a band is called in a book: "band at 50: Blues". The dial is 0..100.
std::string band_title(double follow, std::string_view song);

// Returns why the dial is not where it was asked to be; nothing where it is. `measures` names what measures a
// delay there ("Setup", "firstchair calibrate").
std::string dial_text(const band::Dial& dial, std::string_view measures);
// Returns what is said to who asked the program for more than a delay that is not known allows.
std::string dial_refused_text(double follow);

}  // namespace firstchair::report
