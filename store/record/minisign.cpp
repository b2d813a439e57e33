#include "store/record/minisign.h"

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "store/record/bytes.h"

namespace firstchair::store {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::string_view kUntrusted = "untrusted comment: ", kTrusted = "trusted comment: ";
constexpr std::size_t kPublicBytes = 2 + 8 + 32, kSignatureBytes = 2 + 8 + 64;
// Algorithm, key derivation, checksum; salt, two limits; id, secret key, checksum.
constexpr std::size_t kSecretHead = 2 + 2 + 2 + 32 + 8 + 8, kSecretBytes = kSecretHead + 8 + 64 + 32;

Error broken(std::string what) {
  return {ErrorCode::malformed, {}, std::move(what), {}};
}

std::string id_text(const PublicKey& key) {
  std::string text;
  for (std::size_t i = key.id.size(); i-- > 0;) {  // minisign reads it as a little-endian number
    text += "0123456789ABCDEF"[key.id[i] >> 4];
    text += "0123456789ABCDEF"[key.id[i] & 15];
  }
  return text;
}

template <class Container>
void append(Bytes& to, const Container& bytes) {
  to.insert(to.end(), bytes.begin(), bytes.end());
}

// Takes the first line off `text`; nothing when there is none.
std::optional<std::string_view> next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return {};
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

// The bytes of the line after a comment.
std::optional<Bytes> bytes_after(std::string_view& text, std::string_view comment, std::size_t size) {
  const auto first = next_line(text), second = next_line(text);
  if (!first || !second || !first->starts_with(comment)) return {};
  std::optional<Bytes> bytes = from_base64(*second);
  if (!bytes || bytes->size() != size) return {};
  return bytes;
}

std::array<std::uint8_t, 64> hash_of(std::string_view bytes) {
  std::array<std::uint8_t, 64> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  return hash;
}

std::array<std::uint8_t, 32> secret_check(const SigningKey& key) {
  Bytes all{'E', 'd'};
  append(all, key.open.id);
  append(all, key.secret);
  std::array<std::uint8_t, 32> check{};
  crypto_generichash(check.data(), check.size(), all.data(), all.size(), nullptr, 0);
  return check;
}

std::array<std::uint8_t, 64> signed_bytes(const Bytes& bytes, const SigningKey& key) {
  std::array<std::uint8_t, 64> signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes.data(), bytes.size(), key.secret.data());
  return signature;
}

}  // namespace

Result<SigningKey> make_signing_key() {
  if (sodium_init() < 0) return Error{ErrorCode::unreadable, {}, "no random numbers for a key", {}};
  SigningKey key;
  crypto_sign_keypair(key.open.key.data(), key.secret.data());
  randombytes_buf(key.open.id.data(), key.open.id.size());
  return key;
}

SigningKey signing_key_of(std::string_view secret) {
  std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed{};
  crypto_generichash(seed.data(), seed.size(), reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size(), nullptr, 0);
  SigningKey key;
  crypto_sign_seed_keypair(key.open.key.data(), key.secret.data(), seed.data());
  std::copy_n(key.open.key.begin(), key.open.id.size(), key.open.id.begin());
  return key;
}

std::string public_key_text(const PublicKey& key) {
  Bytes bytes{'E', 'd'};
  append(bytes, key.id);
  append(bytes, key.key);
  return std::string(kUntrusted) + "minisign public key " + id_text(key) + "\n" + to_base64(bytes) + "\n";
}

Result<PublicKey> read_public_key(std::string_view text) {
  const std::optional<Bytes> bytes = bytes_after(text, kUntrusted, kPublicBytes);
  if (!bytes || (*bytes)[0] != 'E' || (*bytes)[1] != 'd') return broken("is no public key of minisign's");
  PublicKey key;
  std::copy_n(bytes->begin() + 2, 8, key.id.begin());
  std::copy_n(bytes->begin() + 10, 32, key.key.begin());
  return key;
}

std::string signing_key_text(const SigningKey& key) {
  Bytes bytes{'E', 'd', 0, 0, 'B', '2'};
  bytes.resize(kSecretHead);  // no salt and no limits, since there is no password
  append(bytes, key.open.id);
  append(bytes, key.secret);
  append(bytes, secret_check(key));
  return std::string(kUntrusted) + "minisign secret key " + id_text(key.open) + "\n" + to_base64(bytes) +
         "\n";
}

Result<SigningKey> read_signing_key(std::string_view text) {
  const std::optional<Bytes> bytes = bytes_after(text, kUntrusted, kSecretBytes);
  if (!bytes || (*bytes)[0] != 'E' || (*bytes)[1] != 'd') return broken("is no secret key of minisign's");
  if ((*bytes)[2] != 0 || (*bytes)[3] != 0)
    return Error{ErrorCode::unsupported,
                 {},
                 "is a key with a password",
                 "Make one without: minisign -G -W, or leave the making to firstchair"};
  SigningKey key;
  const auto at = bytes->begin() + static_cast<std::ptrdiff_t>(kSecretHead);
  std::copy_n(at, 8, key.open.id.begin());
  std::copy_n(at + 8, 64, key.secret.begin());
  std::copy_n(key.secret.begin() + 32, 32, key.open.key.begin());
  const std::array<std::uint8_t, 32> check = secret_check(key);
  if (!std::equal(check.begin(), check.end(), at + 72)) return broken("is a damaged secret key");
  return key;
}

std::string sign(std::string_view bytes, const SigningKey& key, std::string_view comment) {
  const std::array<std::uint8_t, 64> hash = hash_of(bytes);
  const std::array<std::uint8_t, 64> signature = signed_bytes(Bytes(hash.begin(), hash.end()), key);
  Bytes told{'E', 'D'}, both(signature.begin(), signature.end());
  append(told, key.open.id);
  append(told, signature);
  append(both, comment);
  const std::array<std::uint8_t, 64> of_both = signed_bytes(both, key);
  return std::string(kUntrusted) + "signature from firstchair\n" + to_base64(told) + "\n" +
         std::string(kTrusted) + std::string(comment) + "\n" + to_base64(of_both) + "\n";
}

Result<Done> check_signature(std::string_view bytes, std::string_view signature, const PublicKey& key) {
  const std::optional<Bytes> told = bytes_after(signature, kUntrusted, kSignatureBytes);
  if (!told || (*told)[0] != 'E' || (*told)[1] != 'D') return broken("is no signature of minisign's");
  if (!std::equal(key.id.begin(), key.id.end(), told->begin() + 2)) return broken("signed by another key");
  const std::array<std::uint8_t, 64> hash = hash_of(bytes);
  if (crypto_sign_verify_detached(told->data() + 10, hash.data(), hash.size(), key.key.data()) != 0)
    return broken("the signature is not of these bytes");
  const auto comment = next_line(signature), last = next_line(signature);
  const std::optional<Bytes> of_both = last ? from_base64(*last) : std::nullopt;
  if (!comment || !comment->starts_with(kTrusted) || !of_both || of_both->size() != 64 || !signature.empty())
    return broken("is no signature of minisign's");
  Bytes both(told->begin() + 10, told->end());
  append(both, comment->substr(kTrusted.size()));
  if (crypto_sign_verify_detached(of_both->data(), both.data(), both.size(), key.key.data()) != 0)
    return broken("the signature's comment was changed");
  return Done{};
}

}  // namespace firstchair::store
