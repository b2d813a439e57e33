// The sounds of kits that were struck drum by drum (docs/formats/kit_sound.md) lie in the folder in which the
// program keeps them: the page brings its own there, and takes what the program has.
#pragma once

#include <string>

#include "apps/server/http/http.h"
#include "engine/core/result.h"
#include "engine/ear/kit_sound.h"

namespace firstchair::server {

// Answers /api/kit_sounds: GET lists them, POST keeps the one in the body under its own name, in place of
// one that has it. An empty `folder` is the platform's. Who has a player's own key may do neither: a kit is
// of the house, not of a player.
Response kit_sounds(const Request& request, const std::string& folder);

// Returns the one of that name, for the ear that hears uploads. A name that is a file's is none. Errors:
// not_found, unsupported, those of hearing::find_kit_sound.
Result<ear::KitSound> kit_sound_named(const std::string& name, const std::string& folder);

}  // namespace firstchair::server
