#include "school/blobs/s3_signature.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "school/secrets.h"

namespace firstchair::school {
namespace {

using Mac = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

std::string_view view(const Mac& mac) {
  return {reinterpret_cast<const char*>(mac.data()), mac.size()};
}

Mac mac_of(std::string_view key, std::string_view text) {
  Mac mac{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  return mac;
}

// Without spaces at its ends, and with one where there are several.
std::string trimmed(std::string_view value) {
  std::string text;
  for (const char letter : value)
    if (letter != ' ' || (!text.empty() && text.back() != ' ')) text += letter;
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

constexpr const char* kMethod = "AWS4-HMAC-SHA256";

std::string within(const S3Scope& scope, const std::string& moment) {
  return fmt::format("{}/{}/{}/aws4_request", moment.substr(0, 8), scope.region, scope.service);
}

struct Signed {
  std::string names, signature;  // of the headers; hexadecimal
};

Signed signature_of(const S3Request& request, const S3Key& key, const S3Scope& scope,
                    const std::string& moment) {
  std::string headers, names;
  for (const auto& [name, value] : request.headers) {
    headers += name + ":" + trimmed(value) + "\n";
    names += (names.empty() ? "" : ";") + name;
  }
  const std::string asked =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, uri_encoded(request.path, true),
                  query_text(request), headers, names, request.payload_hash);
  const std::string text =
      fmt::format("{}\n{}\n{}\n{}", kMethod, moment, within(scope, moment), hash_of(asked));
  Mac mac = mac_of("AWS4" + key.secret, moment.substr(0, 8));
  for (const std::string_view part : {std::string_view(scope.region), std::string_view(scope.service),
                                      std::string_view("aws4_request"), std::string_view(text)})
    mac = mac_of(view(mac), part);
  std::string signature;
  for (const unsigned char byte : mac) signature += fmt::format("{:02x}", byte);
  return {names, signature};
}

}  // namespace

std::string uri_encoded(std::string_view text, bool path) {
  std::string encoded;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain = (byte < 0x80 && std::isalnum(byte) != 0) || letter == '-' || letter == '.' ||
                       letter == '_' || letter == '~' || (path && letter == '/');
    encoded += plain ? std::string(1, letter) : fmt::format("%{:02X}", byte);
  }
  return encoded;
}

std::string query_text(const S3Request& request) {
  std::vector<std::pair<std::string, std::string>> encoded;
  for (const auto& [name, value] : request.query)
    encoded.emplace_back(uri_encoded(name, false), uri_encoded(value, false));
  std::sort(encoded.begin(), encoded.end());
  std::string text;
  for (const auto& [name, value] : encoded) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

std::string authorization(const S3Request& request, const S3Key& key, const S3Scope& scope,
                          const std::string& moment) {
  const Signed made = signature_of(request, key, scope, moment);
  return fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kMethod, key.access,
                     within(scope, moment), made.names, made.signature);
}

std::string presigned(S3Request request, const S3Key& key, const S3Scope& scope, const std::string& moment,
                      int seconds) {
  for (auto& [name, value] : {std::pair<std::string, std::string>{"X-Amz-Algorithm", kMethod},
                              {"X-Amz-Credential", key.access + "/" + within(scope, moment)},
                              {"X-Amz-Date", moment},
                              {"X-Amz-Expires", std::to_string(seconds)},
                              {"X-Amz-SignedHeaders", "host"}})
    request.query.emplace_back(name, value);
  if (!key.token.empty()) request.query.emplace_back("X-Amz-Security-Token", key.token);
  request.payload_hash = "UNSIGNED-PAYLOAD";
  const std::string signature = signature_of(request, key, scope, moment).signature;
  return query_text(request) + "&X-Amz-Signature=" + signature;
}

}  // namespace firstchair::school
