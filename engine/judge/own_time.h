// Own time says how far off a player is when the click comes back after bars without it.
#pragma once

#include <span>

#include "engine/core/practice/practised_run.h"

namespace firstchair::judge {

inline constexpr int kGapsNeeded = 8;

// `errors_ms` holds, for every return in order, the mean error against the click of what was struck in the
// first beat under it. `offset_sd_ms` is the SD of the round trip.
OwnTime own_time(std::span<const double> errors_ms, double offset_sd_ms);

}  // namespace firstchair::judge
