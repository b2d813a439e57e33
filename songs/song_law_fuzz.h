// The law that every fuzz target of songs holds a reader to: what is read is a lawful song, and an error has
// words.
#pragma once

#include <cstdlib>
#include <utility>

#include "songs/written_song.h"

namespace firstchair::songs {

inline void hold_to_law(const Result<SongRead>& read) {
  if (!read && read.error().what.empty()) std::abort();
  if (read && !band::check_song(read->song).empty()) std::abort();
}
inline void hold_to_law(Result<WrittenSong> written) {
  if (!written && written.error().what.empty()) std::abort();
  if (written) hold_to_law(play_out(std::move(*written)));
}

}  // namespace firstchair::songs
