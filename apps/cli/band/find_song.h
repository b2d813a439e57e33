// Songs and styles as they are named on the command line.
#pragma once

#include <string>

#include "engine/band/style.h"
#include "engine/core/result.h"
#include "songs/song_read.h"

namespace firstchair::cli {

// Returns the song of a file, or the built-in one of that name when there is no such file. `number`
// says which of the songs in the file, from 1. Errors: those of reading it, with the file in `place`.
Result<songs::SongRead> find_song(const std::string& name, int number);
// Returns the style that is named; with an empty name the one that fits the song. Errors: those of
// style_by_name.
Result<band::Style> find_style(const std::string& name, const band::Song& song);

}  // namespace firstchair::cli
