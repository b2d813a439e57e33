#include "hearing/unsure_drums.h"

#include <fmt/format.h>

#include <algorithm>

namespace firstchair::hearing {
namespace {

constexpr int kFewest = 16;      // attacks
constexpr double kUnsure = 0.5;  // docs/guide/hearing.md says of how many takes this is true

}  // namespace

std::optional<std::string> unsure_drums(std::span<const Hit> hits) {
  int attacks = 0;
  double sum = 0;
  for (std::size_t h = 0; h < hits.size();) {
    float likeliest = 0;
    const Frames frame = hits[h].frame;
    for (; h < hits.size() && hits[h].frame == frame; ++h)
      likeliest = std::max(likeliest, hits[h].voice_probability);
    sum += static_cast<double>(likeliest);
    ++attacks;
  }
  if (attacks < kFewest || sum >= kUnsure * attacks) return {};
  return fmt::format(
      "which drum was struck is unsure (probability {:.2f}, {} attacks): the ear knows drum kits played with "
      "sticks, and calls hand drums and brushes by their names",
      sum / attacks, attacks);
}

}  // namespace firstchair::hearing
