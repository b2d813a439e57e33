#include "songs/midi/midi_song.h"
#include "songs/song_law_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  songs::hold_to_law(songs::read_midi_song({data, size}));
  return 0;
}
