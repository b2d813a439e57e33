#include "engine/ear/strength.h"

#include <algorithm>
#include <cmath>

namespace firstchair::ear {
namespace {

constexpr float kLaw = 1.2F;
constexpr float kDbPerNeper = 8.6858896F;
constexpr int kMemory = 200;  // strokes
constexpr float kMostWeight = 0.9F;
constexpr float kHalfOfIt = 2;  // strokes of a voice after which the level weighs half of its most

}  // namespace

float decibels_of(float strength) FIRSTCHAIR_AUDIO {
  return kLaw * kDbPerNeper * std::log(std::clamp(strength, 1.0F, 127.0F) / 127);
}

float strength_of(float decibels) FIRSTCHAIR_AUDIO {
  return std::clamp(127 * std::exp(decibels / (kLaw * kDbPerNeper)), 1.0F, 127.0F);
}

float level_weight(float strokes) FIRSTCHAIR_AUDIO {
  return kMostWeight * strokes / (strokes + kHalfOfIt);
}

float StrengthScale::push(Voice voice, float told, float level_db) FIRSTCHAIR_AUDIO {
  Offset& offset = voices_[static_cast<std::size_t>(voice)];
  const float net_db = decibels_of(told);
  offset.count = std::min(offset.count + 1, kMemory);
  const float count = static_cast<float>(offset.count);
  offset.mean_db += (level_db - net_db - offset.mean_db) / count;
  return strength_of(net_db + level_weight(count) * (level_db - offset.mean_db - net_db));
}

}  // namespace firstchair::ear
