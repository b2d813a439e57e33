// An AttackSpectrum is what the ear's bands hold of one attack: how its power lies over the bands in the
// first 23 ms and in the 29 ms after them, without what rang before it, and without how loud it was.
//
// Powers are compressed, so that soft bands count, too. Spectra of strokes of one drum are alike whatever
// else sounds; what two drums struck together make is nearly the sum of theirs.
#pragma once

#include <array>
#include <vector>

#include "engine/core/units.h"
#include "engine/ear/spectrogram.h"

namespace firstchair::ear {

// Two stretches of pairs of bands, short view first; the sum is 1.
using AttackSpectrum = std::array<float, kBands>;

// The BandHistory keeps the latest frames of a Spectrogram.
class BandHistory {
 public:
  // A spectrum needs so many frames before the attack's own, and after it.
  static constexpr Frames kBefore = 3, kAfter = 9;

  // [setup] At least `frames` are kept.
  explicit BandHistory(std::size_t frames) : kept_(frames) {}

  // [audio] Takes the next frame.
  void push(const Spectrogram& spectrogram);
  // [audio] Returns the spectrum of the attack whose own frame that is, counted from 0. Of frames that are
  // not there, since the sound began later or has ended, it does without.
  AttackSpectrum at(Frames own) const;
  void reset() { end_ = 0; }

 private:
  using Powers = std::array<float, kBands>;
  // The mean over first .. last-1, or what is nearest to it.
  Powers mean(Frames first, Frames last) const;

  std::vector<BandLevels> kept_;  // a ring, in dB re full scale
  Frames end_ = 0;                // of the next frame
};

}  // namespace firstchair::ear
