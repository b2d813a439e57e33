// This file names the notes of General MIDI's percussion that no chart holds.
#pragma once

#include <cstdint>
#include <string>

namespace firstchair::charts {

// Returns "cowbell" for 56, "low bongo" for 61, and "note 99" beyond General MIDI Level 2.
std::string percussion_name(std::uint8_t note);

}  // namespace firstchair::charts
