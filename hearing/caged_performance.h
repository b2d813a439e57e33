// The notes of an e-kit's MIDI file go as bytes from the process that read the file to the one that hears it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "midi/performance.h"

namespace firstchair::hearing {

std::vector<std::uint8_t> pack(const midi::PlayedNotes& played);

// This is the inverse of pack. It gives nothing when the bytes are not what pack() makes of something
// read_notes() gives: frames in order and within a week, finite numbers in their ranges.
std::optional<midi::PlayedNotes> unpack(std::span<const std::uint8_t> bytes);

}  // namespace firstchair::hearing
