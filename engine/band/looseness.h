// The band is as loose as people are: every beat is played a few milliseconds off the band's clock, by a
// known, seeded amount that nobody could foresee. It makes the band human, and it is the probe by which
// moves.h measures how much the drummer listens: what follows these steps, and only these, follows the band.
#pragma once

#include <cstdint>

#include "engine/band/draw.h"

namespace firstchair::band {

// [audio] Returns how far beat `beat` is played from the clock, in standard deviations: mean 0, SD 1, within
// +-3.5, independent from beat to beat. The same seed and beat always give the same value, on every machine.
inline double looseness(std::uint64_t seed, std::int64_t beat) FIRSTCHAIR_AUDIO {
  // The sum of four even draws is close to normal (Irwin and Hall, 1927).
  double sum = 0;
  for (std::uint64_t k = 0; k < 4; ++k) sum += draw(seed, static_cast<std::uint64_t>(beat) * 4 + k);
  constexpr double kSqrt3 = 1.7320508075688772;
  return (sum - 2) * kSqrt3;
}

inline constexpr double kUsualLoose_ms = 5, kProbeLoose_ms = 8;
// Returns the SD of a band's looseness at a dial of 0..100. At 0 it is a click that happens to be a band;
// with `probe` who follows is known in half the bars.
inline double looseness_of(double follow, bool probe) {
  return probe ? kProbeLoose_ms : follow > 0 ? kUsualLoose_ms : 0;
}

}  // namespace firstchair::band
