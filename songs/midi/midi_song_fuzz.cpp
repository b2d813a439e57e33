// Law: what is read is a lawful song, and an error has words.
#include <cstdlib>

#include "songs/midi/midi_song.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  const Result<songs::SongRead> read = songs::read_midi_song({data, size});
  if (!read && read.error().what.empty()) std::abort();
  if (read && !band::check_song(read->song).empty()) std::abort();
  return 0;
}
