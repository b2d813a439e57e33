// Law: what is read is whole and finite and has a head; what is not says why.
#include <cmath>
#include <cstdlib>

#include "engine/core/fitted.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  const Result<Fitted> file = read_fitted("test.weights", {data, size}, "test", 4);
  if (!file) {
    if (file.error().what.empty()) std::abort();
    return 0;
  }
  if (file->numbers.size() != 4 || file->head.command.empty() || file->head.split.empty()) std::abort();
  for (const double number : file->numbers) {
    if (!std::isfinite(number)) std::abort();
  }
  return 0;
}
