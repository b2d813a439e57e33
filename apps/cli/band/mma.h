// This file asks MMA (Musical MIDI Accompaniment) to play a song's chords. It is a program of others that
// stands beside this one: a file goes in, MIDI comes out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/band/song.h"
#include "engine/core/result.h"

namespace firstchair::cli {

// Returns the groove of a style that is named as MMA's, "mma:Swing"; nothing for any other.
std::optional<std::string> mma_groove(const std::string& style);

// Returns what MMA plays over the song's chords, without its drums; nothing where MMA is not
// installed. Remarks go to standard error. Errors: those of write_mma; unsupported (a groove in another
// meter); malformed, with what MMA said; unwritable (no temporary folder).
Result<std::optional<std::vector<band::Part>>> mma_parts(const band::Song& song, const std::string& groove,
                                                         std::uint64_t seed);

}  // namespace firstchair::cli
