// How much new sound a frame brings: rise of the bands' levels, in dB, over what they were two frames ago.
// The mean over all bands tells a drum, the mean over the third that rises most a hat under a ringing drum;
// the curve is half of each.
//
// The reference of a band is the loudest of it and its neighbours (SuperFlux, Boeck & Widmer, DAFx 2013: the
// wobble of a cymbal moves between bands and is no stroke). Levels stop at a floor under which nothing is
// news: the band's own slow minimum (noise, hum), and a distance under its slow maximum (tails, rumble). Both
// are causal, so the curve does not depend on the recording's gain nor on what comes later.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "engine/ear/features.h"

namespace firstchair {

struct News {
  float curve = 0;                   // dB, >= 0: (all + most) / 2
  float all = 0;                     // mean rise of the bands
  float most = 0;                    // mean rise of the third of the bands that rise most
  float low = 0, mid = 0, high = 0;  // mean rise below 400 Hz, up to 3 kHz, above
  float lasting =
      0;  // mean change over what was before the frame kLookAhead ago: what a flicker has lost by now
};

class Novelty {
 public:
  static constexpr std::size_t kLookAhead = 1;  // frames
  // [setup]
  Novelty(const Features& features, double rate);
  // [audio]
  News push(const BandPowers& frame);
  void reset();

 private:
  static constexpr std::size_t kDepth = 8;
  std::size_t bands_, low_bands_, mid_from_, high_from_, third_;
  float fall_of_peak_, rise_of_floor_, smoothing_;
  BandPowers peak_{}, floor_{}, smooth_{};
  std::array<BandPowers, kDepth> levels_{};  // dB, a ring
  std::size_t at_ = 0;
};

}  // namespace firstchair
