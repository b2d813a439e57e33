// This file reads lead sheets of Impro-Visor (.ls): their chords, meter, tempo and style. Melodies are told
// and not read.
#pragma once

#include <string_view>

#include "engine/core/result.h"
#include "songs/written_song.h"

namespace firstchair::songs {

// Says whether a text begins as a lead sheet does.
bool is_leadsheet(std::string_view text);

// Errors carry "bar N" for chords, "line N" for the rest.
Result<WrittenSong> read_leadsheet(std::string_view text);

}  // namespace firstchair::songs
