// This file reads and writes a kit's sound as JSON (docs/formats/kit_sound.md).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/result.h"
#include "engine/ear/kit_sound.h"

namespace firstchair::kits {

// Errors: malformed (it is not JSON of that shape, a number lies outside its range, a drum stands there
// twice, a spectrum does not add up), unsupported (a later version), too_large (over 64 KiB). `place` is
// "line N".
Result<ear::KitSound> read_kit_sound(std::string_view text);
// Law: read_kit_sound(write_kit_sound(kit)) == kit for every kit's sound that was learnt or read.
std::string write_kit_sound(const ear::KitSound& kit);

}  // namespace firstchair::kits
