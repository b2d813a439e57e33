// Law: what is read is a kit's sound that an ear can use, and written and read again it is the same; what is
// not says why, and where.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <numeric>

#include "engine/ear/kit_sound_learn.h"
#include "kits/kit_sound_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  using namespace firstchair::kits;
  const Result<ear::KitSound> kit = read_kit_sound({reinterpret_cast<const char*>(data), size});
  if (!kit) {
    if (kit.error().what.empty() || (kit.error().place.empty() && kit.error().code != ErrorCode::too_large))
      std::abort();
    return 0;
  }
  if (!ear::check_kit_sound(*kit)) std::abort();
  for (const ear::KitSound::Drum& drum : kit->drums) {
    const float sum = std::accumulate(drum.spectrum.begin(), drum.spectrum.end(), 0.0F);
    if (drum.strokes > 0 ? !(std::abs(sum - 1) < 2e-4F) : sum != 0) std::abort();
  }
  const Result<ear::KitSound> again = read_kit_sound(write_kit_sound(*kit));
  // Escapes may make a text longer than the file may be.
  if (!again && again.error().code != ErrorCode::too_large) std::abort();
  if (again && *again != *kit) std::abort();
  return 0;
}
