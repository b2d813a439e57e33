#include "school/totp.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>
#include <cctype>

#include "school/secrets.h"

namespace firstchair::school {
namespace {

// Neither 0 and o nor 1, i and l: what is copied from paper.
constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789";

std::string percent(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.')
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::string totp_code(std::string_view secret, std::int64_t step, int digits) {
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < 8; ++i)
    counter[7 - i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * i));
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(), mac.data(),
       &size);
  const std::size_t at = mac[19] & 15;
  const std::uint32_t value = (static_cast<std::uint32_t>(mac[at] & 0x7F) << 24) |
                              (static_cast<std::uint32_t>(mac[at + 1]) << 16) |
                              (static_cast<std::uint32_t>(mac[at + 2]) << 8) | mac[at + 3];
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  return fmt::format("{:0{}}", value % modulus, digits);
}

std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view typed, std::int64_t now_s,
                                      std::int64_t last_step) {
  const std::string code = plain_code(typed);
  const std::int64_t now = now_s / kTotpPeriodS;
  std::optional<std::int64_t> found;
  for (const std::int64_t step : {now - 1, now, now + 1})
    if (equal_secrets(totp_code(secret, step), code) && step > last_step) found = step;
  return found;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char byte : bytes) {
    held = (held << 8) | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5) text += kDigits[(held >> (bits - 5)) & 31];
  }
  if (bits > 0) text += kDigits[(held << (5 - bits)) & 31];
  return text;
}

std::string totp_address(std::string_view secret, std::string_view issuer, std::string_view account) {
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits={}&period={}",
                     percent(issuer), percent(account), base32(secret), percent(issuer), kTotpDigits,
                     kTotpPeriodS);
}

std::vector<std::string> draw_recovery_codes() {
  std::vector<std::string> codes;
  for (int i = 0; i < kRecoveryCodes; ++i) {
    std::string code;
    for (int letter = 0; letter < 12; ++letter) {
      if (letter > 0 && letter % 4 == 0) code += '-';
      code += kLetters[randombytes_uniform(static_cast<std::uint32_t>(kLetters.size()))];
    }
    codes.push_back(std::move(code));
  }
  return codes;
}

std::string plain_code(std::string_view typed) {
  std::string code;
  for (const char c : typed)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      code += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return code;
}

}  // namespace firstchair::school
