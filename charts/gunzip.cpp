#include "charts/gunzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace firstchair::charts {

bool is_gzip(std::string_view bytes) {
  return bytes.starts_with("\x1F\x8B");
}

std::optional<std::string> gunzip(std::string_view bytes, std::size_t most) {
  constexpr std::size_t kStep = std::size_t{1} << 16;
  z_stream stream{};
  if (bytes.size() > std::numeric_limits<uInt>::max() || inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK)
    return std::nullopt;
  std::string in(bytes), out;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  int state = Z_OK;
  while (state == Z_OK && out.size() < most) {
    const std::size_t had = out.size(), step = std::min(kStep, most - had);
    out.resize(had + step);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + had);
    stream.avail_out = static_cast<uInt>(step);
    state = inflate(&stream, Z_NO_FLUSH);
    out.resize(had + step - stream.avail_out);
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END && out.size() < most) return std::nullopt;
  return out;
}

}  // namespace firstchair::charts
