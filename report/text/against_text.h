// What a take was measured against: its chart, the player's own pulse, or the clock of a band.
#pragma once

#include <string>

#include "engine/core/take.h"

namespace firstchair::report {

// Says whether the take's leans are against the band that played along.
bool leans_beside_band(const Take& take);
// Returns what a take without a chart was measured against, as words: "against the player's own pulse".
std::string against_words(const Take& take);
// Returns the same as a sentence: "No chart: measured against the player's own pulse."
std::string against_text(const Take& take);

}  // namespace firstchair::report
