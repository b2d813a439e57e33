// This file reads and writes a kit profile as JSON (docs/formats/kit.md). The reader knows this one shape and
// nothing else, so that it also fits into a page: no tree, no exception.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/result.h"
#include "midi/kit/kit_profile.h"

namespace firstchair::midi {

// Errors: malformed (it is not JSON of that shape, a number lies outside its range, a note stands there
// twice), unsupported (a later version), too_large (over 64 KiB). `place` is "line N".
Result<KitProfile> read_kit(std::string_view text);
// Law: read_kit(write_kit(kit)) == kit for every profile whose texts are UTF-8 within the reader's limits.
std::string write_kit(const KitProfile& kit);

}  // namespace firstchair::midi
