// Any bytes as a body of several parts: every part that is found lies in it, behind the one before.
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "apps/school/multipart.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream bytes(std::string(reinterpret_cast<const char*>(data), size));
  const auto parts = firstchair::school_api::parts_in(bytes, "xyz");
  if (!parts) return 0;
  std::uint64_t before = 0;
  for (const auto& part : *parts) {
    if (part.begin < before || part.end < part.begin || part.end > size) std::abort();
    before = part.end;
  }
  return 0;
}
