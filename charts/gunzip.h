// This file unpacks gzip in memory.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace firstchair::charts {

bool is_gzip(std::string_view bytes);
// Returns what was packed, its first `most` bytes at most; nothing where it is damaged before those.
std::optional<std::string> gunzip(std::string_view bytes, std::size_t most);

}  // namespace firstchair::charts
