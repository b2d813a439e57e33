// This bench measures how well the live beat tracker finds the beat of free playing.
#pragma once

#include <span>

#include "bench/follow/groove.h"

namespace firstchair::bench {

// Returns the seconds by which the player as a whole is behind the click.
double lead_of(const Groove& groove);
void bench_beats(std::span<const Groove> grooves, bool verbose, std::size_t rows);

}  // namespace firstchair::bench
