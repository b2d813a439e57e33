// The ear knows the drums of a kit. What is struck otherwise it calls the nearest of them, and is less sure
// of it.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/core/hit.h"

namespace firstchair::hearing {

// Returns a warning where the strokes of a recording, in order of frame, name their drums with a mean
// probability under a half. One in five takes of hand drums gets it, and one in a hundred takes of kits
// (docs/guide/hearing.md). None is returned of fewer than 16 attacks, which say too little.
std::optional<std::string> unsure_drums(std::span<const Hit> hits);

}  // namespace firstchair::hearing
