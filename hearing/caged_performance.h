// An e-kit's performance goes as bytes from the process that read the file to the one that hears it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "midi/performance.h"

namespace firstchair::hearing {

std::vector<std::uint8_t> pack(const midi::Performance& performance);

// This is the inverse of pack. It gives nothing when the bytes are not what pack() makes of something
// read_performance() gives: frames in order and within a week, known voices, finite numbers in their ranges.
std::optional<midi::Performance> unpack(std::span<const std::uint8_t> bytes);

}  // namespace firstchair::hearing
