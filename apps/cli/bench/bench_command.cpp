#include "apps/cli/bench/bench_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace firstchair::cli {
namespace {

Error usage(std::string what, std::string advice) {
  return {.code = ErrorCode::usage, .place = {}, .what = std::move(what), .advice = std::move(advice)};
}

}  // namespace

Result<int> bench(const BenchOptions& options) {
  const std::vector<std::string>& args = options.args;
  if (args.empty() || std::find(kBenches.begin(), kBenches.end(), args[0]) == kBenches.end()) {
    return usage(args.empty() ? "bench needs a name" : fmt::format("there is no bench {}", args[0]),
                 fmt::format("It is one of {}", fmt::join(kBenches, ", ")));
  }
  // In a build tree: apps/cli/firstchair beside bench/NAME/bench_NAME.
  std::error_code none;
  const std::filesystem::path tree =
      std::filesystem::read_symlink("/proc/self/exe", none).parent_path().parent_path().parent_path();
  const std::string program = (tree / "bench" / args[0] / ("bench_" + args[0])).string();
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (std::size_t a = 1; a < args.size(); ++a) argv.push_back(const_cast<char*>(args[a].c_str()));
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  return usage(
      fmt::format("bench {} is not built beside this program", args[0]),
      fmt::format("Benches come with the tests: cmake --build build/check --target bench_{0} firstchair, "
                  "then build/check/apps/cli/firstchair bench {0}",
                  args[0]));
}

}  // namespace firstchair::cli
