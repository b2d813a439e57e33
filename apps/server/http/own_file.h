// This file keeps what is the user's alone, as keys are, between starts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace firstchair::server {

// Returns what `file` holds, of at most `most` bytes. Nothing: it is not there, is longer, is no regular
// file, is somebody else's, or may be read or written by others.
std::optional<std::string> read_own_file(const std::string& file, std::size_t most);

// Writes `text` as a file that its owner alone may read or write, and makes its folder. A link, or a pipe, is
// not written through: a file takes its place. Without `replace` a file that is there stays. Errors:
// unwritable.
Result<Done> write_own_file(const std::string& file, std::string_view text, bool replace);

}  // namespace firstchair::server
