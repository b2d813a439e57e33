#include "bench/hearing/aubio.h"

#include <sys/resource.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace firstchair {
namespace {

double children_cpu() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

}  // namespace

std::optional<PeerRun> run_aubio(const std::string& wav, const std::string& options) {
  const double before = children_cpu();
  const std::string command = "aubioonset -i '" + wav + "' -r 0 " + options + " 2>/dev/null";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  PeerRun run;
  std::array<char, 256> line{};
  while (std::fgets(line.data(), static_cast<int>(line.size()), pipe) != nullptr) {
    run.onsets.push_back(std::atof(line.data()));
  }
  if (pclose(pipe) != 0) return std::nullopt;
  run.cpu_seconds = children_cpu() - before;
  return run;
}

}  // namespace firstchair
