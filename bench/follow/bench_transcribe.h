// How well following reads performances without a chart.
#pragma once

#include <vector>

#include "bench/follow/groove.h"

namespace firstchair::bench {

// What of a performance is given: all of it, from a beat that chance chooses on, or what an ear makes of it.
enum class Listen { whole, from_any_beat, as_heard };

// Prints one row of docs/measured/following.md's table and, below it, what the probabilities were worth.
// `verbose` prints a line for every performance that was read wrongly.
void bench_transcribe(const std::vector<Groove>& grooves, const char* title, Listen listen, bool verbose);

}  // namespace firstchair::bench
