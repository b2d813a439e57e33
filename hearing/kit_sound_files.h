// This file finds, lists and keeps the sounds of kits that were struck drum by drum: NAME.sound.json beside
// the player's own kit profiles (kit_files.h). A kit's sound is named by its id, or by its file.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/ear/kit_sound.h"
#include "hearing/kit_files.h"

namespace firstchair::hearing {

// Returns the kit's sound that is meant by `name`: a file (it has a / or ends in .json), else one of the
// player's own in `folder`. Errors: not_found (with the names there are), those of read_kit_sound with the
// file in `place`.
Result<ear::KitSound> find_kit_sound(const std::string& name, const std::string& folder = kit_folder());
// Does so, and refuses one that another file ear than this program's told the strokes of (ear::check_ear): it
// serves either ear.
Result<ear::KitSound> find_kit_sound_of_this_ear(const std::string& name,
                                                 const std::string& folder = kit_folder());
// Returns the ids of the player's own in order; a file that is no kit's sound is among them.
std::vector<std::string> own_kit_sounds(const std::string& folder = kit_folder());
// Says, before drums are struck, whether keep_kit_sound() could keep one of that name. Errors: its.
Result<Done> can_keep_kit_sound(const std::string& name, bool force,
                                const std::string& folder = kit_folder());
// Writes one into `folder`, whole or not at all, for the player alone (0600). Returns the file. Errors: usage
// (its name is none), unwritable (it is there already, without `force`).
Result<std::string> keep_kit_sound(const ear::KitSound& kit, bool force,
                                   const std::string& folder = kit_folder());

}  // namespace firstchair::hearing
