// A second factor as authenticators make it: codes of six digits that change every 30 seconds (TOTP, RFC
// 6238, over HOTP with HMAC-SHA-1, RFC 4226).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firstchair::school {

inline constexpr int kTotpSecretBits = 160, kTotpDigits = 6, kTotpPeriodS = 30;
inline constexpr int kRecoveryCodes = 10;

// Returns the code of a step (Unix seconds / 30) for a secret of bytes; `digits` 6 to 8.
std::string totp_code(std::string_view secret, std::int64_t step, int digits = kTotpDigits);

// Returns the step that a code belongs to: the present one, the one before or the one after, and later than
// `last_step`, so that a code which was used is not used again. Nothing: it belongs to none. `typed` may have
// blanks. The time it takes does not depend on the code.
std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view typed, std::int64_t now_s,
                                      std::int64_t last_step);

// Returns bytes as authenticators take them when they are typed (RFC 4648, without padding).
std::string base32(std::string_view bytes);
// Returns the address that authenticators read from a QR code.
std::string totp_address(std::string_view secret, std::string_view issuer, std::string_view account);

// Draws codes to log in by when the authenticator is lost: "k3f9-wq2m-x7tp", 60 bits each.
std::vector<std::string> draw_recovery_codes();
// Returns a code as it is compared: small letters without blanks and dashes.
std::string plain_code(std::string_view typed);

}  // namespace firstchair::school
