// The TakeToms says which of three toms the strokes of a whole recording were, once all of them are known.
//
// A net that hears one stroke at a time calls the same tom now this, now that. Strokes of toms that sound
// equally high are of one drum, so each is called what the net says of all of those.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/hit.h"

namespace firstchair::ear {

class TakeToms {
 public:
  static constexpr std::size_t kToms = 3;  // Voice::tom_high, tom_mid, tom_low
  using OfEach = std::array<float, kToms>;

  // Takes the stroke of a tom: its place among all hits of the recording, its pitch in octaves (tom_pitch.h),
  // and the net's probability of every tom, as it is and over the one from which on it is told.
  void add(std::size_t hit, float pitch, const OfEach& probabilities, const OfEach& shares) {
    strokes_.push_back({hit, pitch, probabilities, shares});
  }
  // Gives those strokes their voices and probabilities. `hits` are all hits of the recording.
  void settle(std::span<Hit> hits) const;
  void reset() { strokes_.clear(); }

 private:
  struct Stroke {
    std::size_t hit = 0;
    float pitch = 0;
    OfEach probabilities{}, shares{};
  };
  std::vector<Stroke> strokes_;
};

}  // namespace firstchair::ear
