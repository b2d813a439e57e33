// Sounds without a stroke: how many does a listener hear in them?
#pragma once

#include "bench/hearing/listeners.h"

namespace firstchair::bench {

// Silence and dither, noises, speech-like and household sounds, a metronome, broken signals; one Rendering
// each, without truth.
std::vector<lab::Rendering> negatives(double seconds);
// False strokes a minute, every listener.
void print_negatives(double seconds, Peers peers);

}  // namespace firstchair::bench
