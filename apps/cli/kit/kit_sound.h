// `firstchair kit` does with the sounds of kits here what it does with profiles of e-kits.
#pragma once

#include <optional>

#include "apps/cli/kit/kit_command.h"

namespace firstchair::cli {

// Learns how a kit's drums sound, from the microphone or from a recording, and keeps it. Errors: usage,
// those of the recording or the device, those of keeping it.
Result<int> learn_kit_sound(const KitOptions& options);
// Lists the player's own, where there are any.
void list_kit_sounds();
// Shows the one that is named; none: it is no kit's sound, and may be a profile.
std::optional<Result<int>> show_kit_sound(const KitOptions& options);

}  // namespace firstchair::cli
