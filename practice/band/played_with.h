// What a take keeps of the band that played along (engine/core/played_with.h).
#pragma once

#include "engine/band/played.h"
#include "engine/core/played_with.h"

namespace firstchair::practice {

// `round_trip` is in frames, from the band's sound to the same sound in the take; delay_sd_ms is how well it
// is known, below 0: not at all. The beats are those of the band's clock without its looseness.
PlayedWith played_with(const band::BandPlayed& played, double rate, double round_trip, double delay_sd_ms);

}  // namespace firstchair::practice
