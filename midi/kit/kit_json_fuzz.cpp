// Law: what is read is a profile, and written and read again it is the same; what is not says why, and where.
#include <cstdint>
#include <cstdlib>

#include "midi/kit/kit_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  using namespace firstchair::midi;
  const Result<KitProfile> kit = read_kit({reinterpret_cast<const char*>(data), size});
  if (!kit) {
    if (kit.error().what.empty() || (kit.error().place.empty() && kit.error().code != ErrorCode::too_large))
      std::abort();
    return 0;
  }
  const Result<KitProfile> again = read_kit(write_kit(*kit));
  // Escapes may make a text longer than the file may be.
  if (!again && again.error().code != ErrorCode::too_large) std::abort();
  if (again && *again != *kit) std::abort();
  return 0;
}
