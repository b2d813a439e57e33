// This file knows the names of recordings in a book. A book may come from anybody, so its names are not
// believed: they lead into the book's own folders of sound and nowhere else.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace firstchair::store {

// Says whether a name is relative, below sound/ or takes/ ("sound/take-7.flac"), without "..", "." or empty
// parts and without control characters.
bool is_recording_name(std::string_view name);

enum class Recording : unsigned char { there, gone, not_ours };
// Says whether it is a regular file, with no link on the way from the book's folder.
Recording find_recording(const std::string& folder, const std::string& name);

// Removes it, following no link; one that is gone already is as good. Errors: malformed (not ours),
// unwritable.
Result<Done> remove_recording(const std::string& folder, const std::string& name);

}  // namespace firstchair::store
