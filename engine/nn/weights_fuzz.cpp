// Law: what is read is whole and finite; what is not says why.
#include <array>
#include <cmath>
#include <cstdlib>

#include "engine/nn/weights.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  using namespace firstchair::nn;
  constexpr std::array kSizes{3, 2};
  Result<WeightsReader> reader = WeightsReader::open("net.weights", {data, size}, "TESTNET1", kSizes, 4);
  if (!reader) {
    if (reader.error().what.empty()) std::abort();
    return 0;
  }
  for (const float number : reader->take(4)) {
    if (!std::isfinite(number)) std::abort();
  }
  return 0;
}
