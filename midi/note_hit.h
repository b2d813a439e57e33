// A note-on of an e-kit -> a hit: the one place that says what a velocity is worth. midi/percussion.h says
// what a number is worth by itself, midi/kit what it is worth on a known kit.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/hit.h"

namespace firstchair::midi {

struct NoteAt {
  Frames frame = 0;
  float sigma_ms = 0;  // standard deviation of `frame`
  bool pad = false;    // every drum is one surface: Voice::pad
};

// Returns the hit of a stroke of that voice. velocity: 1..127.
Hit hit_of_stroke(Voice voice, std::uint8_t velocity, const NoteAt& at);
// Returns none for a number outside the usual kit, and for velocity 0, which is a note-off. velocity: 0..127.
std::optional<Hit> hit_of_note(std::uint8_t number, std::uint8_t velocity, const NoteAt& at);

}  // namespace firstchair::midi
