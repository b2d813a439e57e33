// This file reads a song from MusicXML: its chords, its pitched parts, and its drum part beside them.
#pragma once

#include <cstdint>
#include <span>

#include "engine/core/result.h"
#include "songs/written_song.h"

namespace firstchair::songs {

// Reads <harmony> of the part that has most of them, notes with their dynamics and ties, repeats and jumps,
// tempi, fermatas, rehearsal marks, and MusicXML 4.0's <sync>, which is the follow dial. Errors carry
// "measure N".
Result<WrittenSong> read_musicxml_song(std::span<const std::uint8_t> bytes);

}  // namespace firstchair::songs
