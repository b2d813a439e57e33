// Law: whatever is read has strokes in order at finite places of a source with a rate, and a chart that can
// be; what is not read is told in one line.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "edit/take_read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  const Result<edit::ReadTake> take = edit::read_take(std::string(data, data + size), "take.json");
  if (!take) {
    const std::string line = take.error().line();
    if (line.empty() || line.find('\n') != std::string::npos) std::abort();
    return 0;
  }
  if (!std::isfinite(take->source.rate) || take->source.rate <= 0 || take->source.length < 0) std::abort();
  Frames last = INT64_MIN;
  for (const Hit& hit : take->hits) {
    if (hit.frame < last || !std::isfinite(hit.strength)) std::abort();
    last = hit.frame;
  }
  if (take->chart && !check_chart(*take->chart).empty()) std::abort();
  return 0;
}
