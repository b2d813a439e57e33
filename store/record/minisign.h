// Records are signed in minisign's format (Ed25519 over BLAKE2b-512), so that one can be checked without
// firstchair: `minisign -V -p seating.pub -m seating.jsonl`. Key files are minisign's too; the secret one has
// no password and is for its owner's eyes (0600).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace firstchair::store {

struct PublicKey {
  std::array<std::uint8_t, 8> id{};
  std::array<std::uint8_t, 32> key{};
  bool operator==(const PublicKey&) const = default;
};

struct SigningKey {
  PublicKey open;
  std::array<std::uint8_t, 64> secret{};
};

// Draws a key from the system's random numbers. Errors: unreadable (there are none).
Result<SigningKey> make_signing_key();
// Returns the key that follows from a secret text: the same text gives the same key.
SigningKey signing_key_of(std::string_view secret);

// The texts are whole files. Errors: malformed; unsupported (a secret key with a password).
std::string public_key_text(const PublicKey& key);
Result<PublicKey> read_public_key(std::string_view text);
std::string signing_key_text(const SigningKey& key);
Result<SigningKey> read_signing_key(std::string_view text);

// Returns the file that stands beside what is signed. `comment` is signed too; it has one line.
std::string sign(std::string_view bytes, const SigningKey& key, std::string_view comment);
// Errors: malformed (no signature, another key's, or not of these bytes).
Result<Done> check_signature(std::string_view bytes, std::string_view signature, const PublicKey& key);

}  // namespace firstchair::store
