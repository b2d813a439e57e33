// These fit weights and print them.
#pragma once

#include <span>

#include "bench/follow/groove.h"

namespace firstchair::bench {

// Prints the weights of engine/follow/free/reading.h.
int fit_reading(std::span<const Groove> grooves);
// Prints the table of engine/follow/free/groove_model.h.
int fit_beats(std::span<const Groove> grooves);
// Prints the weights of engine/follow/free/beat_reader.h. With `validate` a fifth of the kinds of playing
// stays out, and what the net finds there is told.
int fit_reader(std::span<const Groove> grooves, int rounds, bool validate);

}  // namespace firstchair::bench
