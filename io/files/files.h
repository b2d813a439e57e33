// Whole small files are read here, and outputs are written so that they are complete or absent: written
// beside, synced, renamed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::io {

// Errors: not_found, unreadable, too_large (over `limit` bytes).
Result<std::vector<std::uint8_t>> read_file(const std::string& path, std::size_t limit = 64u << 20);
// Errors: unwritable. An existing file is an error unless `force`.
Result<Done> write_file(const std::string& path, std::string_view bytes, bool force);

}  // namespace firstchair::io
