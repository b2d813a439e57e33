// How well the live beat tracker finds the beat of free playing.
#pragma once

#include <span>

#include "bench/follow/groove.h"

namespace firstchair {

void bench_beats(std::span<const Groove> grooves, bool verbose, std::size_t rows);

}  // namespace firstchair
