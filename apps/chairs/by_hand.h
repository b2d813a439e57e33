// Strokes that a panel changes by hand: it listens, strikes out what the ear heard and nobody played, and
// adds what the ear lost. The take's line stays as it was; the ruling holds the changes, and the excerpt is
// judged again with them.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/core/hit.h"

namespace firstchair::audition {

struct AddedStroke {
  double at_s = 0;  // of the take's sound, 4 decimals
  Voice voice = Voice::snare;
};

struct ByHand {
  std::vector<std::size_t> struck_out;  // numbers of the take's strokes, from 1, in order
  std::vector<AddedStroke> added;       // in order of time
  bool empty() const { return struck_out.empty() && added.empty(); }
};

inline constexpr std::size_t kMostByHand = 200;

// Writes the changes into a ruling's fields; read_by_hand is the inverse, false when they are none.
void write_by_hand(nlohmann::json& fields, const ByHand& by_hand);
bool read_by_hand(const nlohmann::json& fields, ByHand& by_hand);

// Changes the strokes of a take of so many frames a second. What is added is as loud as the others of its
// voice and has no time to be judged: it answers its note and no more. Returns an empty text, or why it
// cannot be done, and then nothing has changed: "there is no stroke 131; the take has 128".
std::string change_strokes(std::vector<Hit>& hits, const ByHand& by_hand, double rate, Frames length);

// Returns "2 strokes struck out and 1 added by hand, by ruling".
std::string by_hand_told(const ByHand& by_hand);

}  // namespace firstchair::audition
