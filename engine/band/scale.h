// The scale that goes with a chord: the notes a line may pass through.
#pragma once

#include <cstdint>

#include "engine/band/chord.h"

namespace firstchair::band {

// Returns the scale's steps above the chord's root, bit by bit as Chord::tones. It holds all the chord's own
// tones, and none that lies a half tone beside an altered one.
inline std::uint16_t scale_of(const Chord& chord) {
  constexpr unsigned kMajor = 0b101010110101, kDorian = 0b011010101101, kMixolydian = 0b011010110101,
                     kLocrian = 0b010101101011, kDiminished = 0b101101101101;
  const auto has = [&](int step) { return (chord.tones >> step & 1) != 0; };
  const bool minor = has(3) && !has(4), flat_fifth = has(6) && !has(7);
  unsigned scale = minor && flat_fifth ? (has(10) ? kLocrian : kDiminished)
                   : minor             ? kDorian
                   : has(10)           ? kMixolydian
                                       : kMajor;
  const auto without = [&](int step) {
    if (!has(step)) scale &= ~(1u << step);
  };
  if (!minor && (has(1) || has(3))) without(2);  // b9, #9
  if (!minor && has(6)) without(5);              // #11, b5
  if (has(6) && !has(7)) without(7);
  if (has(8) && !has(7)) without(7);  // #5
  if (has(8)) without(9);             // b13, b6
  if (has(11)) without(10);
  return static_cast<std::uint16_t>(scale | chord.tones);
}

}  // namespace firstchair::band
