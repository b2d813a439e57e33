#include <fmt/format.h>

#include <string_view>

#include "engine/judge/norms.h"
#include "apps/cli/commands.h"
#include "engine/fixed_takes.h"

namespace firstchair {


Result<int> signature() {
  Result<Norms> norms = default_norms();
  if (!norms) return norms.error();
  Result<std::string> lines = signature_lines(*norms);
  if (!lines) return lines.error();
  fmt::print("{}", *lines);
  return 0;
}

}  // namespace firstchair
