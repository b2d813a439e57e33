// This file reads a small file as text, for the chairs' commands.
#pragma once

#include <string>

#include "io/files/files.h"

namespace firstchair::cli {

// Errors: those of io::read_file.
inline Result<std::string> whole_file(const std::string& path, std::size_t limit) {
  Result<std::vector<std::uint8_t>> bytes = io::read_file(path, limit);
  if (!bytes) return bytes.error();
  return std::string(bytes->begin(), bytes->end());
}

}  // namespace firstchair::cli
