// These are the band's draws from its seed: when it plays how loosely, and which of its cells.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/core/draw.h"

namespace firstchair::band {

// Returns 0 <= x < 1 for a seed and a place; neighbouring seeds have nothing to do with each other.
inline double draw(std::uint64_t seed, std::uint64_t place) FIRSTCHAIR_AUDIO {
  return firstchair::draw(seed * 0xd1342543de82ef95u, place);
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
