// `firstchair kit` does with the sounds of kits here what it does with profiles of e-kits.
#pragma once

#include <string>

#include "apps/cli/kit/kit_command.h"

namespace firstchair::cli {

// Learns how a kit's drums sound, from the microphone or from a recording, and keeps it. Errors: usage,
// those of the recording or the device, those of keeping it.
Result<int> learn_kit_sound(const KitOptions& options);
// Lists the player's own, where there are any.
void list_kit_sounds();
// Says that a kit's sound has this name: the player's own, or a file's, NAME.sound.json.
bool has_kit_sound(const std::string& name);
// Shows the one that options.name names. Errors: those of find_kit_sound.
Result<int> show_kit_sound(const KitOptions& options);

}  // namespace firstchair::cli
