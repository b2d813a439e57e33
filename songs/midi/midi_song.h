// This file reads a song from a MIDI file: every channel but the drums' is a part of the band.
#pragma once

#include <cstdint>
#include <span>

#include "engine/core/result.h"
#include "songs/song_read.h"

namespace firstchair::songs {

// Parts have their programs and names, tempi and meters are the file's, markers are sections; the drums are
// read as any drum chart. Errors: those of parse_smf and midi_frame; unsupported for several pieces in one
// file.
Result<SongRead> read_midi_song(std::span<const std::uint8_t> bytes);

}  // namespace firstchair::songs
