// This file finds, lists and keeps kit profiles. The player's own are JSON files in a folder of the user's
// data. A profile is named by its id, or by its file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "midi/kit/kit_profile.h"

namespace firstchair::hearing {

// Returns the folder of the player's own profiles: `kits` in the platform's data folder. It may not be there
// yet; empty: there is no home.
std::string kit_folder();
// Returns the profile that is meant by `name`: a file (it has a / or ends in .json), else a built-in id, else
// one of the player's own in `folder`. Errors: not_found (with the names there are), those of read_kit with
// the file in `place`.
Result<midi::KitProfile> find_kit(const std::string& name, const std::string& folder = kit_folder());
// Returns the ids of the player's own profiles in order; a file that is no profile is among them.
std::vector<std::string> own_kits(const std::string& folder = kit_folder());
// Writes a profile into `folder`, whole or not at all, for the player alone (0600). Returns the file. Errors:
// usage (the id is a built-in one's, or none), unwritable (it is there already, without `force`).
Result<std::string> keep_kit(const midi::KitProfile& kit, bool force,
                             const std::string& folder = kit_folder());

// What kit_sound_files.h needs of the same.
//
// Says that a name is a file's: it has a / or ends in .json.
bool is_file_name(const std::string& name);
// Returns those ids in order whose file in `folder` is the id and `ending`.
std::vector<std::string> ids_in(const std::string& folder, std::string_view ending);
// Says whether keep_kit_file() could write that file, and makes the folder. Errors: its.
Result<Done> can_keep_kit_file(const std::string& name, bool force, const std::string& folder);
// Writes `text` into the file `name` of the folder, as keep_kit() does.
Result<std::string> keep_kit_file(const std::string& name, const std::string& text, bool force,
                                  const std::string& folder);

}  // namespace firstchair::hearing
