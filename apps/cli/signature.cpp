#include <fmt/format.h>

#include <string_view>

#include "apps/cli/commands.h"
#include "engine/fixed_takes.h"

namespace firstchair {

extern const std::string_view kNormsCsv;

Result<int> signature() {
  Result<Norms> norms = parse_norms(kNormsCsv);
  if (!norms) return norms.error();
  Result<std::string> lines = signature_lines(*norms);
  if (!lines) return lines.error();
  fmt::print("{}", *lines);
  return 0;
}

}  // namespace firstchair
