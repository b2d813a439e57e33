// A rhythm section counts a bar in quarters, and in dotted quarters where its eighths go by threes.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/core/chart.h"

namespace firstchair::band {

// One cell of a style fills a stretch: the whole bar, or what is left of a longer one.
struct FeltStretch {
  Ticks start = 0;
  double beats = 4;         // of it that are in the bar
  std::uint64_t place = 0;  // counts all stretches of a song: draws are by it
};

inline Ticks felt_beat(const MeterChange& meter) {
  const bool by_threes = meter.unit >= 8 && meter.beats % 3 == 0;
  return by_threes ? 3 * kTicksPerWhole / meter.unit : kTicksPerQuarter;
}

inline Ticks ticks_of(double beats, Ticks beat) {
  return static_cast<Ticks>(std::llround(beats * static_cast<double>(beat)));
}

// Adds the stretches of a bar for a style whose cells have so many beats.
inline void add_stretches(const Bar& bar, int beats, std::vector<FeltStretch>& stretches) {
  const Ticks beat = felt_beat(bar.meter);
  for (Ticks start = bar.start; start < bar.end(); start += beats * beat)
    stretches.push_back({start,
                         std::min(static_cast<double>(beats),
                                  static_cast<double>(bar.end() - start) / static_cast<double>(beat)),
                         static_cast<std::uint64_t>(stretches.size()) + 1});
}

}  // namespace firstchair::band
