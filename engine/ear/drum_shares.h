// The DrumShares say how much of an attack each drum of a kit is needed for.
//
// An attack's spectrum is taken apart into those of the drums, each as loud as it takes: nonnegative
// factorisation with known spectra, by multiplicative updates of the Kullback-Leibler divergence (Lee &
// Seung, NIPS 2000; Dittmar & Gaertner, DAFx 2014, for drums).
#pragma once

#include <array>

#include "engine/ear/attack_spectrum.h"
#include "engine/ear/net.h"

namespace firstchair::ear {

using DrumSpectra = std::array<AttackSpectrum, kHeardVoices>;
using OfVoices = std::array<float, kHeardVoices>;

struct DrumShares {
  OfVoices most{};   // of the three neighbouring bands that it is needed most for, 0..1
  OfVoices whole{};  // of the whole spectrum, 0..1
  float left = 0;    // the divergence of the attack from all drums together: what they do not explain
};

// [audio] `said` is the net's probability of each drum: drums that it rules out take no part, and the others
// begin as loud as they are likely.
DrumShares shares_of(const AttackSpectrum& attack, const DrumSpectra& drums, const OfVoices& said);

// [audio] Returns the Kullback-Leibler divergence of an attack from one drum's spectrum, 0 or more.
float divergence(const AttackSpectrum& attack, const AttackSpectrum& drum);

}  // namespace firstchair::ear
