// This file names files that hold music and are not read, and the way from them to one that is.
#pragma once

#include <optional>
#include <string_view>

#include "engine/core/result.h"

namespace firstchair::charts {

// Returns what the file is and how its own program gives a chart: "a Guitar Pro file. Export it ...".
// `name` may be empty; `start` is the beginning of the bytes.
Error refusal(std::string_view name, std::string_view start);

// Returns the same for a text whose beginning leaves no doubt, whatever it is called; nothing for any other.
std::optional<Error> refusal_of_text(std::string_view start);

}  // namespace firstchair::charts
