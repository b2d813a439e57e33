// Law: what is read is a lawful chart; written and read again it is one, and from then on it is the same
// chart.
#include <cstdlib>

#include "charts/tab/tab.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  using namespace firstchair::charts;
  const Result<Chart> chart = read_tab({data, size});
  if (!chart) {
    if (chart.error().what.empty()) std::abort();
    return 0;
  }
  if (!check_chart(*chart).empty()) std::abort();
  if (chart->notes.size() > 2000 || bars_of(*chart).size() > 500)
    return 0;  // long repeats only cost time here
  const Result<Chart> first = read_tab(write_tab(*chart));
  if (!first || !check_chart(*first).empty() || first->meters != chart->meters ||
      first->length != chart->length)
    std::abort();
  const Result<Chart> again = read_tab(write_tab(*first));
  if (!again || *again != *first) std::abort();
  return 0;
}
