// Any bytes as the blobs and the charts of a book: read or refused, never more. The check at a blob's end
// would stop every changed byte, so it is put right first.
#include <cstdint>
#include <vector>

#include "store/chart_text.h"
#include "store/packed_strokes.h"
#include "store/packing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  using namespace firstchair::store;
  packing::Writer writer;
  for (std::size_t i = 0; i < size; ++i) writer.byte(data[i]);
  const std::vector<std::uint8_t> bytes = writer.finish();
  if (const auto hits = unpack_hits(bytes)) {
    if (unpack_hits(pack_hits(*hits)) == std::nullopt) __builtin_trap();
  }
  const std::vector<Hit> hits(50);
  if (const auto matched = unpack_matched(bytes, hits, 48000)) {
    if (!unpack_matched(pack_matched(*matched, hits, 48000), hits, 48000)) __builtin_trap();
  }
  (void)read_chart_text({reinterpret_cast<const char*>(data), size});
  return 0;
}
