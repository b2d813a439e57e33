// What moves when a constant of following is halved or doubled.
#pragma once

#include <span>
#include <string_view>

#include "bench/follow/groove.h"

namespace firstchair::bench {

// Prints docs/measured/follow_constants.md: every constant (constant_rows.h) halved and doubled in turn, over
// simulated performances and some of the grooves (none: the simulated alone). Progress goes to stderr. `only`
// takes the rows whose names begin with it, for a page of which the other rows stand.
int bench_constants(std::span<const Groove> grooves, std::string_view only = {});

}  // namespace firstchair::bench
