// cut.json is a Film as text: everything that was decided, to be looked at, changed by hand and rendered
// again. docs/formats/cut.md describes it, docs/formats/cut.schema.json is what tests hold it against.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/cut/film.h"

namespace firstchair::edit {

// What a cut.json may hold at most; more is refused.
inline constexpr std::size_t kMostCutBytes = 64u << 20;
inline constexpr std::size_t kMostShots = 20'000;
inline constexpr std::size_t kMostMarks = 200'000;
inline constexpr double kMostSeconds = 24 * 3600;

// Writes a film. Seconds have six decimals, parts in a million four. Law: what is read is written as the same
// bytes as it was read from, if write_cut() wrote them.
std::string write_cut(const cut::Film& film);

// Reads a film that anybody may have written. A path in it must be relative and stay below the folder that
// cut.json is in, or name one of the files in `given`, by its whole path or, where only one is called so, by
// its name alone; then the path becomes the given one. Nothing that looks like a URL is taken.
// Errors: malformed (at "cut.json: shots[12].from_s"), too_large, usage (a file that must be given).
Result<cut::Film> read_cut(std::string_view text, const std::string& place,
                           const std::vector<std::string>& given = {});

}  // namespace firstchair::edit
