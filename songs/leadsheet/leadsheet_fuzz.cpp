#include "songs/leadsheet/leadsheet.h"
#include "songs/song_law_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)songs::is_leadsheet(text);
  songs::hold_to_law(songs::read_leadsheet(text));
  return 0;
}
