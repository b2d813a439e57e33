// Law: what is read is a lawful song, and an error has words.
#include <cstdlib>

#include "songs/ireal/ireal_link.h"
#include "songs/ireal/ireal_music.h"
#include "songs/song_law_fuzz.h"
#include "songs/songs.h"

// What is written of a song is read back with its bars and, where nothing was moved or renamed, its chords.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (songs::scrambled(songs::scrambled(text)) != text) std::abort();
  // The bytes as a file, and as the music of a link.
  const std::string link = songs::plain_link({.title = "T",
                                              .composer = "C",
                                              .style = "S",
                                              .key = "K",
                                              .groove = {},
                                              .bpm = 0,
                                              .music = std::string(text)});
  for (const std::string_view bytes : {text, std::string_view(link)}) {
    if (!songs::has_ireal_link(bytes)) continue;
    const Result<songs::SongRead> read = songs::read_whole_song(bytes, "x.irealb");
    songs::hold_to_law(read);
    if (!read) continue;
    if (songs::lines_of(*read).size() > 1000) std::abort();
    const songs::IRealWritten written = songs::write_ireal(read->song);
    const Result<songs::SongRead> again = songs::read_whole_song(written.link, "x.irealb");
    if (!again || again->song.length != read->song.length) std::abort();
  }
  return 0;
}
