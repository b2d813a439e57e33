#include "apps/server/http/player_key.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>

#include "apps/server/http/http.h"
#include "apps/server/http/kept_key.h"

namespace firstchair::server {
namespace {

constexpr std::size_t kMostName = 256;  // bytes

std::string signature_of(std::string_view name, std::string_view key) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned length = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(name.data()), name.size(), bytes.data(),
           &length) == nullptr)
    return {};
  std::string text;
  for (std::size_t i = 0; i < kKeyLetters / 2; ++i) text += fmt::format("{:02x}", bytes[i]);
  return text;
}

}  // namespace

std::string player_key(std::string_view server_key, std::string_view player) {
  std::string key = signature_of(player, server_key) + '.';
  for (const char c : player) key += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return key;
}

std::optional<std::string> player_of(std::string_view shown, std::string_view server_key) {
  if (shown.size() <= kKeyLetters + 1 || shown[kKeyLetters] != '.') return std::nullopt;
  const std::string_view digits = shown.substr(kKeyLetters + 1);
  if (digits.size() % 2 != 0 || digits.size() > 2 * kMostName) return std::nullopt;
  std::string name;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    unsigned char byte = 0;
    const char* const at = digits.data() + i;
    const auto [end, failed] = std::from_chars(at, at + 2, byte, 16);
    if (failed != std::errc{} || end != at + 2) return std::nullopt;
    name += static_cast<char>(byte);
  }
  const std::string signature = signature_of(name, server_key);
  if (signature.empty() || !same_secret(shown.substr(0, kKeyLetters), signature)) return std::nullopt;
  return name;
}

}  // namespace firstchair::server
