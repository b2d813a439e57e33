// This file learns how a kit sounds from a file in which its drums are struck one by one.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/ear/strike_kit.h"
#include "io/files/cage.h"

namespace firstchair::hearing {

// Does what ear::kit_sound_of() does with a file, decoded in the cage. Errors: those of reading it besides;
// too_large over ten minutes.
Result<ear::KitSound> kit_sound_of_file(const std::string& path, const io::Cage& cage,
                                        std::span<const Voice> drums, const std::string& name,
                                        ear::StrikesTold& told);

// Reads "kick,snare,hat_closed", or "Kick, snare, hat closed": two drums at least, none twice. Errors: usage.
Result<std::vector<Voice>> parse_drums(const std::string& text);

}  // namespace firstchair::hearing
