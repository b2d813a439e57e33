#include <fmt/format.h>

#include <string_view>

#include "apps/cli/commands.h"
#include "engine/fixed_takes.h"
#include "engine/judge/norms.h"

namespace firstchair::cli {

Result<int> signature() {
  Result<judge::Norms> norms = judge::default_norms();
  if (!norms) return norms.error();
  Result<std::string> lines = signature_lines(*norms);
  if (!lines) return lines.error();
  fmt::print("{}", *lines);
  return 0;
}

}  // namespace firstchair::cli
