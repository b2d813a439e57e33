// Songs come in here: bytes -> Song. The functions are pure; nothing here opens a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "songs/song_read.h"
#include "songs/styles.h"

namespace firstchair::songs {

enum class SongFormat : unsigned char {
  ireal,     // a link, alone or in a web page
  musicxml,  // with chords, parts or both
  mxl,
  midi,
  chordpro,   // with a grid
  leadsheet,  // Impro-Visor
};

struct SongOptions {
  int number = 1;  // which song of a file that holds several, from 1
};

// Tells the format by the bytes where they leave no doubt, else by the name's ending. Errors: unsupported,
// with the way from a known program's file to one that is read.
Result<SongFormat> song_format(std::string_view name, std::string_view bytes);

// Reads a song and what its reader took for granted. Every song returned passes band::check_song(). Errors
// carry "bar N", "measure N", "line N" or "byte N" in `place`; the caller puts the file before it.
Result<SongRead> read_whole_song(std::string_view bytes, std::string_view name,
                                 const SongOptions& options = {});
// read_whole_song(bytes, name)'s song.
Result<band::Song> read_song(std::string_view bytes, std::string_view name);

// --- built in

// Returns the names of the songs that are built in, in order: "attic", "blues" ...
std::vector<std::string> song_names();
// Reads a built-in song. Errors: not_found, with all names.
Result<SongRead> song_by_name(std::string_view name);

}  // namespace firstchair::songs
