// How much memory a process holds, and whether it grows.
#pragma once

#include <sys/types.h>

#include <span>

namespace firstchair::bench {

struct MemorySample {
  double seconds = 0;  // since the start
  double rss_kb = 0;
};

// Growth over the later 90 % of the samples, least squares; 95 % as if they were independent. Fewer than five
// of them: all 0.
struct Growth {
  double kb_per_hour = 0, low = 0, high = 0;
};
Growth growth_of(std::span<const MemorySample> samples);

// Resident memory in KB; 0: no such process.
double rss_kb(pid_t process);

}  // namespace firstchair::bench
