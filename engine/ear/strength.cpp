#include "engine/ear/strength.h"

#include <algorithm>
#include <cmath>

namespace firstchair {
namespace {

constexpr float kAtLoudest = 112;  // of 127: a harder stroke than any before still shows
constexpr float kForgetDb = 0.05F;
constexpr float kDbPerDecade = 24;

}  // namespace

float Strength::of(Family family, float level_db) {
  float& loud = loud_[static_cast<std::size_t>(family)].level_db;
  if (loud == kUnheard) loud = level_db;
  const float strength = kAtLoudest * std::pow(10.0F, (level_db - loud) / kDbPerDecade);
  loud = std::max(level_db, loud - kForgetDb);
  return std::clamp(strength, 1.0F, 127.0F);
}

}  // namespace firstchair
