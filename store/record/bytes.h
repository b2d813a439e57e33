// Bytes as a record writes them: SHA-256 in hexadecimal digits, and base64.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace firstchair::store {

// Returns 64 digits.
std::string sha256(std::string_view bytes);
// Says whether a text is what sha256 gives.
bool is_sha256(std::string_view text);

std::string to_base64(std::span<const std::uint8_t> bytes);
// This is the inverse of to_base64; nothing when the text is not what to_base64 gives.
std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text);

}  // namespace firstchair::store
