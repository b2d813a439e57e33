// Law: what is read is a lawful chart, and written and read again it is the same chart.
#include <cstdlib>

#include "charts/musicxml/mxl.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  using namespace firstchair::charts;
  const Result<Chart> chart = read_mxl({data, size});
  if (!chart) {
    if (chart.error().what.empty()) std::abort();
    return 0;
  }
  if (!check_chart(*chart).empty()) std::abort();
  if (chart->notes.size() > 2000 || chart->length > 500 * kTicksPerWhole)
    return 0;  // long repeats only cost time here
  const Result<Chart> again = read_mxl(write_mxl(*chart));
  if (!again || *again != *chart) std::abort();
  return 0;
}
