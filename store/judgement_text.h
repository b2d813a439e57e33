// This file writes what was made of a take, but for its long lists (packed_strokes.h), as JSON: exact, and
// open to anybody's own queries. Names and meanings are those of engine/core; enums are their numbers there,
// which are only ever added to.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/result.h"
#include "engine/core/take.h"

namespace firstchair::store {

// The text holds passages and departures, metrics, positions, floor, outliers, reading and order.
std::string judgement_text(const Take& take);
// Fills those fields of `take` and leaves the rest. Errors: malformed.
Result<Done> read_judgement_text(std::string_view text, Take& take);

std::string source_text(const Source& source);
Result<Source> read_source_text(std::string_view text);

}  // namespace firstchair::store
