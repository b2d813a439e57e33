// Any bytes as a declaration: read or refused, never more; what is read is written back the same.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "apps/chairs/declaration.h"
#include "store/json_bounds.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!store::within(text, {.depth = 8, .values = 10'000})) return 0;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  const Result<audition::Declaration> read = audition::read_declaration(json);
  if (!read) return 0;
  const Result<audition::Declaration> again = audition::read_declaration(audition::declaration_json(*read));
  if (!again || audition::declaration_json(*again) != audition::declaration_json(*read)) std::abort();
  return 0;
}
