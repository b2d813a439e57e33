// Law: hits are in order, on the scales that hit.h promises, and there is at least one.
#include <cmath>
#include <cstdlib>

#include "midi/performance.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  using namespace firstchair::midi;
  const Result<Performance> take = read_performance({data, size});
  if (!take) {
    if (take.error().what.empty()) std::abort();
    return 0;
  }
  if (take->hits.empty() || take->ignored < 0 || !(take->tempo_bpm >= 0)) std::abort();
  Frames last = 0;
  for (const Hit& hit : take->hits) {
    if (hit.frame < last || !(hit.strength >= 1 && hit.strength <= 127) || !(hit.level_db <= 0)) std::abort();
    if (!(hit.sigma_ms >= 1) || !std::isfinite(hit.sigma_ms)) std::abort();
    last = hit.frame;
  }
  return 0;
}
