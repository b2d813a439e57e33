// This file makes the certificate by which the server speaks HTTPS, and keeps it. Nobody vouches for it, so a
// browser warns once; its fingerprint is what the player compares. Phones give a page the microphone only
// over HTTPS.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::server {

struct Certificate {
  std::string pem;          // the private key, then the certificate
  std::string fingerprint;  // SHA-256 of the certificate, as browsers show it: "0A:1B:..."
};

// Returns the place of the user's own certificate; it is empty when there is no home folder.
std::string default_certificate_file();

// Returns the addresses by which other machines may reach this one, IPv4 first; none without a network.
std::vector<std::string> own_addresses();

// Returns the certificate in `file`, which is made when it is not there: a key on P-256, good for 820 days
// (Apple's systems take none that is good for more than 825), for localhost, this machine's name and
// `addresses`. A new one takes its place in its last 30 days, and when what is there is none, or was not the
// user's alone. Errors: unwritable (the file; the system's library makes none).
Result<Certificate> kept_certificate(const std::string& file, const std::vector<std::string>& addresses);

}  // namespace firstchair::server
