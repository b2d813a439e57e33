// Takes on kits that were struck drum by drum before, as the nets of both ears hear them: what
// training/known_drums.cpp fits and measures.
#pragma once

#include <string>
#include <vector>

#include "engine/ear/known_drums.h"
#include "lab/listen.h"
#include "training/rendered.h"

namespace firstchair::training {

// Returns what is learnt of the strokes alone, as by `firstchair kit learn`; drums that it cannot use are
// left out, and all of them where the strokes cannot be parted into drums.
ear::KitSound kit_sound_of(const StruckOnce& struck);

// An attack that the net tells in a take.
struct StruckAttack {
  double seconds = 0;
  ear::OfVoices said{};
  ear::AttackSpectrum spectrum{};
  std::array<bool, ear::kHeardVoices> struck{};  // what was struck within 20 ms, and could be heard
  std::array<bool, ear::kHeardVoices> counts{};  // not where somebody struck and nobody could hear it
};

struct StruckTake {
  std::string kit, condition;
  ear::KitSound sound;
  std::vector<StruckAttack> attacks;
};

// Renders one, and hears it with that ear's net and what spectra that ear has in time.
StruckTake struck_take(const Examples& examples, const std::string& condition, int number, lab::Dice& dice,
                       ear::WhichEar which);
// Returns that ear's thresholds.
ear::NetThresholds thresholds_of(ear::WhichEar which);

// What an ear tells with a kit's sound, and what without.
struct HeardKnown {
  lab::Heard known, plain;
  bool other = false;  // the sound is found to be another kit's
};
HeardKnown heard_known(const std::vector<float>& sound, const ear::KitSound& kit,
                       const ear::KnownDrumsFit& fit);
// Tells the same of the live ear, with its fit.
HeardKnown heard_known_live(const std::vector<float>& sound, const ear::KitSound& kit,
                            const ear::KnownDrumsFit& fit);

// Returns how drums sound in general: the mean spectra of strokes far from others, in so many pieces of the
// training side.
ear::DrumSpectra drums_in_general(int pieces);

}  // namespace firstchair::training
