#include "apps/cli/signature/signature_command.h"

#include <fmt/format.h>

#include <string_view>

#include "engine/fixed_takes.h"
#include "engine/judge/norms.h"

namespace firstchair::cli {

Result<int> signature(const SignatureOptions&) {
  Result<std::string> lines = signature_lines(judge::default_norms());
  if (!lines) return lines.error();
  fmt::print("{}", *lines);
  return 0;
}

}  // namespace firstchair::cli
