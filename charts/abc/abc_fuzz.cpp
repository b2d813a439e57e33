// Law: what is read is a lawful chart, and an error has words.
#include <cstdint>
#include <cstdlib>

#include "charts/abc/abc.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<charts::ChartRead> read = charts::read_abc(text);
  if (!read && read.error().what.empty()) std::abort();
  if (read && !check_chart(read->chart).empty()) std::abort();
  charts::is_abc(text);
  return 0;
}
