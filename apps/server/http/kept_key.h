// This file keeps the key that a page has to show, so that it is the same after every start and bookmarks of
// the page live.
#pragma once

#include <string>

#include "engine/core/result.h"

namespace firstchair::server {

inline constexpr std::size_t kKeyLetters = 32;  // hexadecimal digits: 128 bits

// Draws a new key from the system's source of chance.
std::string drawn_key();

// Returns the place of the user's own key; it is empty when there is no home folder.
std::string default_key_file();

// Returns the key in `file`, which is made when it is not there. A new one takes its place when `fresh`, and
// when what is there is no key, is somebody else's, or may be read or written by others. Errors: unwritable.
Result<std::string> kept_key(const std::string& file, bool fresh);

}  // namespace firstchair::server
