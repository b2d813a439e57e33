#include "apps/server/http/certificate.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "apps/server/http/own_file.h"
#include "io/files/folders.h"

namespace firstchair::server {
namespace {

constexpr std::size_t kMostPem = 16 << 10;  // bytes
constexpr long kDay = 24 * 60 * 60;         // s
constexpr long kGoodFor = 820 * kDay;
constexpr long kRenewedBefore = 30 * kDay;

template <class T, void (*free)(T*)>
struct Freed {
  void operator()(T* what) const { free(what); }
};
void free_bio(BIO* bio) {
  BIO_free(bio);
}
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Freed<X509, X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO, free_bio>>;

std::string fingerprint_of(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned length = 0;
  if (X509_digest(certificate, EVP_sha256(), bytes.data(), &length) != 1) return {};
  std::string text;
  for (unsigned i = 0; i < length; ++i) text += fmt::format("{}{:02X}", i == 0 ? "" : ":", bytes[i]);
  return text;
}

// Of a key and its certificate that are good for some time yet.
std::optional<Certificate> read(std::string pem) {
  const Bio key_text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const Bio text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!key_text || !text) return std::nullopt;
  const Key key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
  const X509Ptr certificate(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
  if (!key || !certificate || X509_check_private_key(certificate.get(), key.get()) != 1) return std::nullopt;
  time_t soon = time(nullptr) + kRenewedBefore;
  if (X509_cmp_time(X509_get0_notAfter(certificate.get()), &soon) <= 0) return std::nullopt;
  std::string fingerprint = fingerprint_of(certificate.get());
  if (fingerprint.empty()) return std::nullopt;
  return Certificate{std::move(pem), std::move(fingerprint)};
}

bool extend(X509* certificate, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  const bool added = extension != nullptr && X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return added;
}

// Of a name that a certificate can hold: letters, digits, hyphens and dots.
bool plain_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

std::string names(const std::vector<std::string>& addresses) {
  std::string all = "DNS:localhost,IP:127.0.0.1,IP:::1";
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) == 0 && plain_name(host.data()))
    all += fmt::format(",DNS:{0},DNS:{0}.local", host.data());
  for (const std::string& address : addresses) all += ",IP:" + address;
  return all;
}

// Key and certificate as text; nothing when the library refuses.
std::optional<std::string> made(const std::vector<std::string>& addresses) {
  const Key key(EVP_EC_gen("P-256"));
  const X509Ptr certificate(X509_new());
  std::array<unsigned char, 16> serial{};
  if (!key || !certificate || RAND_bytes(serial.data(), serial.size()) != 1) return std::nullopt;
  serial[0] &= 0x7f;  // a positive number
  X509* x509 = certificate.get();
  const std::unique_ptr<BIGNUM, Freed<BIGNUM, BN_free>> number(
      BN_bin2bn(serial.data(), serial.size(), nullptr));
  X509_NAME* name = X509_get_subject_name(x509);
  const auto* own_name = reinterpret_cast<const unsigned char*>("firstchair");
  const bool whole =
      number && X509_set_version(x509, X509_VERSION_3) == 1 &&
      BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x509)) != nullptr &&
      X509_gmtime_adj(X509_getm_notBefore(x509), -kDay) != nullptr &&  // clocks that are behind
      X509_gmtime_adj(X509_getm_notAfter(x509), kGoodFor - kDay) != nullptr &&
      X509_set_pubkey(x509, key.get()) == 1 &&
      X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, own_name, -1, -1, 0) == 1 &&
      X509_set_issuer_name(x509, name) == 1 && extend(x509, NID_subject_alt_name, names(addresses)) &&
      extend(x509, NID_basic_constraints, "critical,CA:FALSE") &&
      extend(x509, NID_key_usage, "critical,digitalSignature") &&
      extend(x509, NID_ext_key_usage, "serverAuth") && X509_sign(x509, key.get(), EVP_sha256()) != 0;
  const Bio text(BIO_new(BIO_s_mem()));
  if (!whole || !text ||
      PEM_write_bio_PrivateKey(text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_X509(text.get(), x509) != 1)
    return std::nullopt;
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(text.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(length));
}

}  // namespace

std::string default_certificate_file() {
  const std::string folder = io::config_folder();
  return folder.empty() ? folder : folder + "/serve.pem";
}

std::vector<std::string> own_addresses() {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return {};
  std::vector<std::string> four, six;
  for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || (one->ifa_flags & IFF_UP) == 0 || (one->ifa_flags & IFF_LOOPBACK) != 0)
      continue;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (one->ifa_addr->sa_family == AF_INET) {
      const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
      if (::inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size()) != nullptr)
        four.emplace_back(text.data());
    } else if (one->ifa_addr->sa_family == AF_INET6) {
      const auto* address = reinterpret_cast<const sockaddr_in6*>(one->ifa_addr);
      if (!IN6_IS_ADDR_LINKLOCAL(&address->sin6_addr) &&
          ::inet_ntop(AF_INET6, &address->sin6_addr, text.data(), text.size()) != nullptr)
        six.emplace_back(text.data());
    }
  }
  ::freeifaddrs(all);
  four.insert(four.end(), six.begin(), six.end());
  return four;
}

Result<Certificate> kept_certificate(const std::string& file, const std::vector<std::string>& addresses) {
  if (std::optional<std::string> pem = read_own_file(file, kMostPem)) {
    if (std::optional<Certificate> kept = read(std::move(*pem))) return std::move(*kept);
  }
  std::optional<std::string> pem = made(addresses);
  std::optional<Certificate> certificate = pem ? read(*pem) : std::nullopt;
  if (!certificate)
    return Error{ErrorCode::unwritable, file, "the system's OpenSSL made no certificate",
                 "Serve without --tls on this machine alone"};
  const Result<Done> placed = write_own_file(file, certificate->pem, true);
  if (!placed) return placed.error();
  return std::move(*certificate);
}

}  // namespace firstchair::server
