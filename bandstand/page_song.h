// A page's song: what may be chosen, what was opened, and its form as bars with chords.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/band/song.h"
#include "engine/band/style.h"
#include "engine/core/result.h"
#include "report/data/json_writer.h"
#include "songs/song_read.h"

namespace firstchair::bandstand {

// Returns [BandChoices] of docs/formats/band.schema.json: built-in songs, styles, the ranges of the settings.
std::string choices_json();

struct OpenSong {
  songs::SongRead read;
  band::Style style;     // that the song asks for
  bool guessed = false;  // its words did not tell a style
};

// Each of these reads a song. `number` says which one of a file that holds several, from 1. Errors: those of
// song_by_name and read_whole_song.
Result<OpenSong> open_builtin(std::string_view name);
Result<OpenSong> open_song(std::string_view bytes, std::string_view name, int number);

// Returns [BandSong].
std::string song_json(const OpenSong& song);

// Writes "bars" of a song into the object that is open: where each begins and how long it is, in quarters,
// its chords, and whether the drummer is alone in it by `marks`.
void write_bars(report::JsonWriter& json, const band::Song& song, const std::vector<band::MarkAt>& marks);

}  // namespace firstchair::bandstand
