// The picture of a take with a band: tempo of both, every gap, and who moved the time.
#pragma once

#include <string>

#include "engine/band/played.h"

namespace firstchair::report {

// Returns an SVG file that stands alone, light and dark. Bars go from left to right; below the tempo of both
// stands every beat's gap, and below that what moved the drummer's time: what the band did is known exactly,
// what hearing the band did to the drummer has its interval, the rest is the drummer's own tempo.
std::string band_picture(const band::BandPlayed& played);

}  // namespace firstchair::report
