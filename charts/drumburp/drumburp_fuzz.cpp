// Law: what is read is a lawful chart, and an error has words.
#include <cstdlib>

#include "charts/drumburp/drumburp.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  const Result<charts::ChartRead> read = charts::read_drumburp({data, size});
  if (!read && read.error().what.empty()) std::abort();
  if (read && !check_chart(read->chart).empty()) std::abort();
  return 0;
}
