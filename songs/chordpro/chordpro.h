// This file reads songs of ChordPro: the chords of their grids. Chords over words have no bars, so they are
// no form.
#pragma once

#include <string_view>

#include "engine/core/result.h"
#include "songs/written_song.h"

namespace firstchair::songs {

// Says whether a text has a directive of ChordPro.
bool is_chordpro(std::string_view text);

// Reads every grid, in order, with its bar lines, repeats and endings. Errors carry "line N"; a song without
// a grid is unsupported.
Result<WrittenSong> read_chordpro(std::string_view text);

}  // namespace firstchair::songs
