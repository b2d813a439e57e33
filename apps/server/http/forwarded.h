// What a proxy in front of the server says of a request: whom it came from, and whether over HTTPS. A header
// is believed when whoever sent it is named as a proxy; everybody else may write anything there.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firstchair::server {

// A Network is the addresses that begin with the same bits; IPv4 lies in ::ffff:0:0/96.
struct Network {
  std::array<std::uint8_t, 16> address{};
  int bits = 128;

  bool operator==(const Network&) const = default;
};

// Reads "127.0.0.1", "10.0.0.0/8", "fd00::/8". Nothing: it is none.
std::optional<Network> network_of(std::string_view text);
bool holds(const Network& network, const std::string& address);

struct Forwarded {
  std::string client;   // the nearest address that is no trusted proxy
  bool secure = false;  // true: over HTTPS, or from this machine without a proxy between
};

// `peer` is the other end of the connection; the headers are empty where the request has none.
Forwarded forwarded(const std::string& peer, std::string_view forwarded_for, std::string_view proto,
                    const std::vector<Network>& trusted);

}  // namespace firstchair::server
