// Secrets that are drawn here and shown once: the store keeps their hashes, and who reads the store cannot
// use them.
#pragma once

#include <string>
#include <string_view>

namespace firstchair::school {

inline constexpr int kSessionBits = 256, kInviteBits = 128, kCsrfBits = 128;

// Draws `bits` (a multiple of 8) from the system's source of chance; as hexadecimal digits.
std::string draw_secret(int bits);
// Returns SHA-256 of the bytes, as 64 hexadecimal digits.
std::string hash_of(std::string_view bytes);
// Returns what only who knows the secret can make of a text (HMAC-SHA-256), as 64 hexadecimal digits.
std::string sign(std::string_view secret, std::string_view text);
// Compares in time that does not depend on where the two differ.
bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace firstchair::school
