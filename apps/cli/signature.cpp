#include <fmt/format.h>

#include <string_view>

#include "apps/cli/commands.h"
#include "engine/fixed_takes.h"

namespace firstchair {

extern const std::string_view kNormsCsv;

Result<int> signature() {
  Result<Norms> norms = parse_norms(kNormsCsv);
  if (!norms) return norms.error();
  std::uint64_t whole = 0;
  for (const FixedTake& fixed : fixed_takes(*norms)) {
    Result<Take> take = play(fixed);
    if (!take) return take.error();
    const std::uint64_t hash = decision_hash(*take);
    whole = whole * 1099511628211u ^ hash;
    fmt::print("{:016x}  {}\n", hash, fixed.name);
  }
  fmt::print("{:016x}  signature\n", whole);
  return 0;
}

}  // namespace firstchair
