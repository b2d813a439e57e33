// This file reads a small file as text, for the chairs' commands.
#pragma once

#include <filesystem>
#include <string>

#include "io/files/files.h"

namespace firstchair::cli {

// A file that says it is longer than `limit` is not read. Errors: those of io::read_file.
inline Result<std::string> whole_file(const std::string& path, std::size_t limit) {
  std::error_code none;  // whatever has no size is read up to the limit
  const std::uintmax_t size = std::filesystem::file_size(path, none);
  if (!none && size > limit)
    return Error{ErrorCode::too_large, path, "over " + std::to_string(limit >> 20) + " MiB", {}};
  Result<std::vector<std::uint8_t>> bytes = io::read_file(path, limit);
  if (!bytes) return bytes.error();
  return std::string(bytes->begin(), bytes->end());
}

}  // namespace firstchair::cli
