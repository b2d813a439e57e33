// Law: what is read is a lawful song, and an error has words.
#include <cstdlib>
#include <utility>

#include "songs/chordpro/chordpro.h"
#include "songs/written_song.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)songs::is_chordpro(text);
  Result<songs::WrittenSong> written = songs::read_chordpro(text);
  if (!written && written.error().what.empty()) std::abort();
  if (!written) return 0;
  const Result<songs::SongRead> read = songs::play_out(std::move(*written));
  if (!read && read.error().what.empty()) std::abort();
  if (read && !band::check_song(read->song).empty()) std::abort();
  return 0;
}
