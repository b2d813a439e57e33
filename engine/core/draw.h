// Draws of a seed: the same on every machine, and none depends on what was drawn before it.
#pragma once

#include <cstdint>

#include "engine/core/realtime.h"

namespace firstchair {

// [audio] Returns 0 <= x < 1 for a seed and a place (SplitMix64: Steele, Lea & Flood 2014). Seeds that stand
// a few apart give the same draws some places later; who draws from many seeds spreads them first.
inline double draw(std::uint64_t seed, std::uint64_t place) FIRSTCHAIR_AUDIO {
  std::uint64_t z = seed + 0x9e3779b97f4a7c15u * (place + 1);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  z ^= z >> 31;
  return static_cast<double>(z >> 11) * 0x1p-53;
}

}  // namespace firstchair
