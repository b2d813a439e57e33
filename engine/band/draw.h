// Draws of a seed: the same on every machine, and none depends on what was drawn before it.
#pragma once

#include <cstdint>

namespace firstchair::band {

// Returns 0 <= x < 1 for a seed and a place (SplitMix64: Steele, Lea & Flood 2014).
inline double draw(std::uint64_t seed, std::uint64_t place) {
  std::uint64_t z = seed * 0xd1342543de82ef95u + 0x9e3779b97f4a7c15u * (place + 1);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  z ^= z >> 31;
  return static_cast<double>(z >> 11) * 0x1p-53;
}

// Returns an index, each by its weight (>= 0; their sum above 0).
template <class Weights>
std::size_t draw_weighted(std::uint64_t seed, std::uint64_t place, const Weights& weights) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  double left = draw(seed, place) * sum;
  std::size_t k = 0, last = 0;
  for (const double weight : weights) {
    if (weight > 0) {
      last = k;
      if (left < weight) return k;
      left -= weight;
    }
    ++k;
  }
  return last;
}

}  // namespace firstchair::band
