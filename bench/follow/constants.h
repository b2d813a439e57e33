// What moves when a constant of following is halved or doubled.
#pragma once

#include <span>

#include "bench/follow/groove.h"

namespace firstchair::bench {

// Prints docs/measured/follow_constants.md: every constant (constant_rows.h) halved and doubled in turn, over
// simulated performances and some of the grooves (none: the simulated alone). Progress goes to stderr.
int bench_constants(std::span<const Groove> grooves);

}  // namespace firstchair::bench
