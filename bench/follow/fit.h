// Fits the weights of follow/reading.h and prints them.
#pragma once

#include <span>

#include "bench/follow/groove.h"

namespace firstchair::bench {

int fit_reading(std::span<const Groove> grooves);
// Prints the table of follow/groove_model.h.
int fit_beats(std::span<const Groove> grooves);
// Prints the weights of follow/beat_reader.h. validate: a fifth of the kinds of playing stays out, and what
// the net finds there is told.
int fit_reader(std::span<const Groove> grooves, int rounds, bool validate);

}  // namespace firstchair::bench
