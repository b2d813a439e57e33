// Our ear on a whole sound, as a live program would use it.
#pragma once

#include <span>
#include <vector>

#include "engine/ear/ear.h"

namespace firstchair {

struct Heard {
  std::vector<Hit> hits;
  std::vector<double> told_after;  // per onset: seconds of sound pushed when it was told
  double cpu_seconds = 0;
};

// In blocks of `block` frames.
Heard listen(std::span<const float> sound, double rate, std::size_t block,
             VoicesMode voices = VoicesMode::kit);

}  // namespace firstchair
