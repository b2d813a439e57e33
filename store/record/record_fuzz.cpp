// Any bytes as a record: read or refused, never more; what is read is written back the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "store/record/record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair::store;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = read_record(text);
  if (lines && record_text(*lines) != text) std::abort();
  return 0;
}
