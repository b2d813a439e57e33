// Law: what is read can be written, and reads back as the same events at the same seconds.
#include <cstdlib>

#include "midi/smf.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  using namespace firstchair::midi;
  const Result<Smf> smf = parse_smf({data, size});
  if (!smf) {
    if (smf.error().what.empty()) std::abort();
    return 0;
  }
  const std::vector<double> seconds = event_seconds(*smf);
  if (seconds.size() != smf->events.size()) std::abort();
  for (std::size_t i = 1; i < seconds.size(); ++i) {
    if (!(seconds[i] >= seconds[i - 1])) std::abort();
  }
  const Result<Smf> first = parse_smf(write_smf(*smf));
  if (!first) std::abort();
  const Result<Smf> again = parse_smf(write_smf(*first));
  if (!again || again->events != first->events || again->ticks_per_quarter != first->ticks_per_quarter)
    std::abort();
  return 0;
}
