// What is said of a take with a band: the tempo and who moved it, the gap, what the band knew of the drummer.
#pragma once

#include <string>
#include <vector>

#include "engine/band/played.h"
#include "engine/core/take.h"

namespace firstchair::report {

// Returns the sentence of who moved whom, without a full stop: "tempo 140 (±0.8) -> 146 (±0.9): you +6.4 (5.1
// to 7.7), band -0.6 (-0.8 to -0.3); you closed 0.41 (0.25 to 0.57) of the gap a beat, the band 0.30: you
// follow". What cannot be told is said to be so.
std::string moves_text(const band::Moves& moves);

// Returns the lines after a take, without colour: at most fourteen. On a page no flag of the program is
// named.
std::vector<std::string> band_lines(const band::BandPlayed& played, bool on_page = false);

// Returns the lines after those: every lean against the band that the take tells, and what leans are told
// against. Empty for a take without a band.
std::vector<std::string> band_lean_lines(const Take& take);

// Returns a row for every quarter, with a head: docs/formats/moves.md.
std::string moves_csv(const band::BandPlayed& played);

}  // namespace firstchair::report
