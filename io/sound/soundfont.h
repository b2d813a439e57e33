// A soundfont holds the instruments that the band plays: a file that the distribution ships, or the player's
// own.
#pragma once

#include <span>
#include <string>

#include "engine/core/result.h"

namespace firstchair::io {

// Returns the file `asked`, or with an empty text the first of those that distributions install. It is whole:
// its header is that of a soundfont, and the file is as long as the header says. Errors: not_found (also:
// none is installed), unreadable (a folder, or no rights), malformed (no soundfont, empty, or cut short).
Result<std::string> find_soundfont(const std::string& asked);
// Does the same where `installed` are the files that distributions install.
Result<std::string> find_soundfont(const std::string& asked, std::span<const char* const> installed);

}  // namespace firstchair::io
