// The band is as loose as people are: every beat is played a few milliseconds off the band's clock, by a
// known, seeded amount that nobody could foresee. It makes the band human, and it is the probe by which
// moves.h measures how much the drummer listens: what follows these steps, and only these, follows the band.
#pragma once

#include <cstdint>

#include "engine/core/realtime.h"

namespace firstchair::band {

// [audio] Returns how far beat `beat` is played from the clock, in standard deviations: mean 0, SD 1, within
// +-3.5, independent from beat to beat. The same seed and beat always give the same value, on every machine.
inline double looseness(std::uint64_t seed, std::int64_t beat) FIRSTCHAIR_AUDIO {
  // SplitMix64 (Steele, Lea & Flood 2014); the sum of four even draws is close to normal (Irwin and Hall,
  // 1927).
  double sum = 0;
  std::uint64_t state =
      seed * 0xd1342543de82ef95u + static_cast<std::uint64_t>(beat) * 4 * 0x9e3779b97f4a7c15u;
  for (int k = 0; k < 4; ++k) {
    std::uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    sum += static_cast<double>(z >> 11) * 0x1p-53;
  }
  constexpr double kSqrt3 = 1.7320508075688772;
  return (sum - 2) * kSqrt3;
}

}  // namespace firstchair::band
