// This file turns text of 16 bits a character, as Windows saves "Unicode", into UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace firstchair::charts {

// Returns the text as UTF-8 where the bytes begin with a byte order mark of UTF-16, or where every other one
// of the first is zero; nothing for any other bytes. Half a character is U+FFFD.
std::optional<std::string> from_utf16(std::span<const std::uint8_t> bytes);

}  // namespace firstchair::charts
