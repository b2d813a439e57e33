#include "apps/server/http/forwarded.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace firstchair::server {
namespace {

std::optional<std::array<std::uint8_t, 16>> bytes_of(const std::string& text, bool& four) {
  std::array<std::uint8_t, 16> bytes{};
  four = ::inet_pton(AF_INET, text.c_str(), bytes.data() + 12) == 1;
  if (four) {
    bytes[10] = bytes[11] = 0xFF;
    return bytes;
  }
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return bytes;
  return std::nullopt;
}

bool trusted_one(const std::vector<Network>& trusted, const std::string& address) {
  return std::any_of(trusted.begin(), trusted.end(),
                     [&](const Network& network) { return holds(network, address); });
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Network> network_of(std::string_view text) {
  const std::size_t slash = text.find('/');
  bool four = false;
  const auto bytes = bytes_of(std::string(text.substr(0, slash)), four);
  if (!bytes) return std::nullopt;
  int bits = four ? 32 : 128;
  if (slash != std::string_view::npos) {
    const std::string_view rest = text.substr(slash + 1);
    const int most = bits;
    const auto [end, failed] = std::from_chars(rest.data(), rest.data() + rest.size(), bits);
    if (failed != std::errc{} || end != rest.data() + rest.size() || bits < 0 || bits > most)
      return std::nullopt;
  }
  return Network{*bytes, four ? 96 + bits : bits};
}

bool holds(const Network& network, const std::string& address) {
  bool four = false;
  const auto bytes = bytes_of(address, four);
  if (!bytes) return false;
  for (int bit = 0; bit < network.bits; ++bit) {
    const auto byte = static_cast<std::size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if (((*bytes)[byte] & mask) != (network.address[byte] & mask)) return false;
  }
  return true;
}

Forwarded forwarded(const std::string& peer, std::string_view forwarded_for, std::string_view proto,
                    const std::vector<Network>& trusted) {
  if (!trusted_one(trusted, peer)) {
    // Somebody stands between, and is not named: nobody knows who asks, nor over what.
    const bool own = holds(*network_of("127.0.0.0/8"), peer) || peer == "::1";
    return {peer, own && forwarded_for.empty() && proto.empty()};
  }
  Forwarded found{peer, trimmed(proto) == "https"};
  // From the right: what stands left of the first stranger was written by that stranger.
  while (!forwarded_for.empty()) {
    const std::size_t comma = forwarded_for.rfind(',');
    const std::string_view last =
        comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1);
    forwarded_for = comma == std::string_view::npos ? std::string_view() : forwarded_for.substr(0, comma);
    const std::string address(trimmed(last));
    bool four = false;
    if (!bytes_of(address, four)) break;
    found.client = address;
    if (!trusted_one(trusted, address)) break;
  }
  return found;
}

}  // namespace firstchair::server
