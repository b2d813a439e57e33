// A note-on of an e-kit -> a hit: the one place that says what a number and a velocity are worth.
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

// Returns none for a number outside the kit, and for velocity 0, which is a note-off. velocity: 0..127.
std::optional<Hit> hit_of_note(std::uint8_t number, std::uint8_t velocity, const NoteAt& at);

}  // namespace firstchair::midi
