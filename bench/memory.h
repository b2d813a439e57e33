// This file says how much memory a process holds, and whether it grows.
#pragma once

#include <sys/types.h>

#include <span>

namespace firstchair::bench {

struct MemorySample {
  double seconds = 0;  // since the start
  double rss_kb = 0;
};

// A Growth is fitted over the later 90 % of the samples by least squares; the 95 % interval is as if they
// were independent. With fewer than five samples all three are 0.
struct Growth {
  double kb_per_hour = 0, low = 0, high = 0;
};
Growth growth_of(std::span<const MemorySample> samples);

// Returns the resident memory in KB, or 0 when there is no such process.
double rss_kb(pid_t process);
// Returns the proportional set size in KB: pages that several processes share count by their share. 0 when
// there is no such process, or the kernel tells none.
double pss_kb(pid_t process);

}  // namespace firstchair::bench
