#include "engine/ear/take_strength.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "engine/ear/strength.h"

namespace firstchair::ear {

void TakeStrength::settle(std::span<Hit> hits) const {
  assert(hits.size() == strokes_.size());
  struct Offset {
    double sum_db = 0;  // of levels less the net's strengths in decibels
    double count = 0;
  };
  std::array<Offset, kFamilyCount> families{};
  const std::size_t size = std::min(hits.size(), strokes_.size());
  for (std::size_t h = 0; h < size; ++h) {
    Offset& offset = families[static_cast<std::size_t>(family_of(hits[h].voice))];
    offset.sum_db += static_cast<double>(strokes_[h].level_db - decibels_of(strokes_[h].told));
    ++offset.count;
  }
  for (std::size_t h = 0; h < size; ++h) {
    const Offset& offset = families[static_cast<std::size_t>(family_of(hits[h].voice))];
    const float mean = static_cast<float>(offset.sum_db / offset.count);
    const float net = decibels_of(strokes_[h].told);
    const float weight = level_weight(static_cast<float>(offset.count));
    hits[h].strength = strength_of(net + weight * (strokes_[h].level_db - mean - net));
  }
}

}  // namespace firstchair::ear
