// Law: what is read is a lawful chart; written and read again it is one, and from then on it is the same
// chart.
#include <cstdlib>

#include "charts/midi/midi_chart.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  using namespace firstchair::charts;
  const Result<Chart> chart = read_midi_chart({data, size});
  if (!chart) {
    if (chart.error().what.empty()) std::abort();
    return 0;
  }
  if (!check_chart(*chart).empty()) std::abort();
  const Result<Chart> first = read_midi_chart(write_midi_chart(*chart));
  if (!first || !check_chart(*first).empty() || first->meters != chart->meters ||
      first->length != chart->length)
    std::abort();
  const Result<Chart> again = read_midi_chart(write_midi_chart(*first));
  if (!again || *again != *first) std::abort();
  return 0;
}
