// This file merges hits into attacks: what was struck together is one attack, told by as many hits as it has
// voices.
#pragma once

#include <vector>

#include "lab/listen.h"

namespace firstchair::lab {

inline constexpr double kOneAttack = 0.008;  // seconds; the same for truth and for every listener

struct HeardAttack {
  double seconds = 0;  // time of its first hit
  double told = 0;     // seconds of sound pushed when that hit was told
  std::vector<Hit> hits;

  bool has(Voice voice) const;
  bool has(Family family) const;
  const Hit& surest() const;  // highest voice_probability; the first of equals
};

// Returns the attacks, ascending. An attack holds the hits up to kOneAttack after its first.
std::vector<HeardAttack> attacks_of(const Heard& heard, double rate);
std::vector<double> times_of(const std::vector<HeardAttack>& attacks);
// Does the same for a listener that tells times only: of the times up to kOneAttack after one, that one is
// kept.
std::vector<double> merged(std::vector<double> seconds);

}  // namespace firstchair::lab
