// This bench asks how many strokes a listener hears in sounds without one.
#pragma once

#include "bench/hearing/listeners.h"

namespace firstchair::bench {

// Returns silence and dither, noises, speech-like and household sounds, a metronome and broken signals; one
// Rendering each, without truth.
std::vector<lab::Rendering> negatives(double seconds);
// Prints the false strokes a minute of every listener.
void print_negatives(double seconds, Peers peers);

}  // namespace firstchair::bench
