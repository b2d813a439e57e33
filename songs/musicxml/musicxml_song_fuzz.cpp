// Law: what is read is a lawful song, and an error has words.
#include <cstdlib>
#include <utility>

#include "songs/musicxml/musicxml_song.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  Result<songs::WrittenSong> written = songs::read_musicxml_song({data, size});
  if (!written && written.error().what.empty()) std::abort();
  if (!written) return 0;
  const Result<songs::SongRead> read = songs::play_out(std::move(*written));
  if (!read && read.error().what.empty()) std::abort();
  if (read && !band::check_song(read->song).empty()) std::abort();
  return 0;
}
