// This file packs an answer's text for who takes it so.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace firstchair::server {

// Returns the text in gzip's format (RFC 1952). Nothing: there was no memory for it.
std::optional<std::string> gzipped(std::string_view text);

}  // namespace firstchair::server
