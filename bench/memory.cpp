#include "bench/memory.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace firstchair::bench {

Growth growth_of(std::span<const MemorySample> all) {
  const std::size_t first = all.size() / 10 + 1;
  if (all.size() < first + 4) return {};
  const std::span<const MemorySample> samples = all.subspan(first);
  const double n = static_cast<double>(samples.size());
  double x = 0, y = 0;
  for (const MemorySample& s : samples) x += s.seconds / n, y += s.rss_kb / n;
  double xx = 0, xy = 0, rest = 0;
  for (const MemorySample& s : samples) {
    xx += (s.seconds - x) * (s.seconds - x);
    xy += (s.seconds - x) * (s.rss_kb - y);
  }
  const double slope = xy / xx;
  for (const MemorySample& s : samples) rest += std::pow(s.rss_kb - y - slope * (s.seconds - x), 2);
  const double se = std::sqrt(rest / (n - 2) / xx);
  return {.kb_per_hour = 3600 * slope, .low = 3600 * (slope - 2.1 * se), .high = 3600 * (slope + 2.1 * se)};
}

double rss_kb(pid_t process) {
  long pages = 0, resident = 0;
  if (std::FILE* file = std::fopen(fmt::format("/proc/{}/statm", process).c_str(), "r")) {
    if (std::fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
    std::fclose(file);
  }
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024;
}

double pss_kb(pid_t process) {
  double kb = 0;
  if (std::FILE* file = std::fopen(fmt::format("/proc/{}/smaps_rollup", process).c_str(), "r")) {
    char line[256];
    while (kb <= 0 && std::fgets(line, sizeof line, file) != nullptr)
      if (std::sscanf(line, "Pss: %lf kB", &kb) != 1) kb = 0;
    std::fclose(file);
  }
  return kb;
}

}  // namespace firstchair::bench
