// Whatever bytes are a beat map: a song that passes its check, or an error.
#include <cstdlib>
#include <string_view>

#include "songs/beats/beat_map.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto map =
      firstchair::songs::read_beat_map(std::string_view(reinterpret_cast<const char*>(data), size));
  if (map && !firstchair::band::check_song(map->song).empty()) std::abort();
  return 0;
}
