// This file turns the music of an iReal Pro song into its bars, and a song into such music.
#pragma once

#include <string>
#include <string_view>

#include "engine/band/song.h"
#include "engine/core/result.h"
#include "songs/ireal/ireal_link.h"
#include "songs/written_song.h"

namespace firstchair::songs {

// Reads bars, repeats, endings, D.C., D.S., codas, repeated bars, meters and sections. In a bar every chord
// has a beat and the empty cells behind it; what is over or under the bar's beats is shared out, as the
// player does. Errors carry "bar N" (as written).
Result<WrittenSong> read_ireal_music(const IRealSong& song);

struct IRealWritten {
  std::string link;
  int moved = 0;    // chords that stood between beats: they are on the beat before
  int renamed = 0;  // chords that iReal Pro cannot write: they are written as their stem
};
// Writes chords, meters and sections, repeats played out. Law: reading the link gives the chords back, but
// for what `moved` and `renamed` count.
IRealWritten write_ireal(const band::Song& song);

}  // namespace firstchair::songs
