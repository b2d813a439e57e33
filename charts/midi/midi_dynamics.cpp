#include "charts/midi/midi_dynamics.h"

#include <algorithm>

namespace firstchair::charts {

std::uint8_t velocity_of(Dynamic dynamic) {
  switch (dynamic) {
    case Dynamic::ghost:
      return kGhostVelocity;
    case Dynamic::normal:
      return kNormalVelocity;
    case Dynamic::accent:
      return kAccentVelocity;
  }
  return kNormalVelocity;
}

std::vector<Dynamic> dynamics_of(std::span<const std::uint8_t> velocities) {
  std::vector<std::uint8_t> loud;
  std::copy_if(velocities.begin(), velocities.end(), std::back_inserter(loud),
               [](int v) { return v >= kGhostBelow; });
  double usual = 0;
  if (!loud.empty()) {
    const auto middle = loud.begin() + static_cast<std::ptrdiff_t>((loud.size() - 1) / 2);
    std::nth_element(loud.begin(), middle, loud.end());
    usual = *middle;
  }
  std::vector<Dynamic> dynamics;
  for (const int v : velocities) {
    const bool accent = v >= kAccentFrom && v >= kAccentRatio * usual;
    dynamics.push_back(v < kGhostBelow ? Dynamic::ghost : accent ? Dynamic::accent : Dynamic::normal);
  }
  return dynamics;
}

}  // namespace firstchair::charts
